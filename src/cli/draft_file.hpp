// SPDX-License-Identifier: MIT
// A file that is written beside its final place and moved there when it is whole and on the disk. Whatever
// ends the process before leaves the place as it was.
#pragma once

#include <filesystem>

namespace carillon::cli {

class DraftFile {
public:
    /// An empty file that only its owner may read. Throws std::runtime_error with a sentence.
    explicit DraftFile(const std::filesystem::path& place);
    ~DraftFile();  ///< takes it away again, unless it was kept
    DraftFile(const DraftFile&) = delete;
    DraftFile& operator=(const DraftFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Gives it the owner and the rights of another file, as far as this process may.
    void take_after(const std::filesystem::path& other);
    /// Moves it into its place. Throws std::runtime_error when something stands there that it may not
    /// replace.
    void keep(bool may_replace);

private:
    std::filesystem::path place_;
    std::filesystem::path path_;
    bool is_kept_ = false;
};

/// Writes what the file, or the directory's list of names, holds to the disk.
void write_through(const std::filesystem::path& path);

}  // namespace carillon::cli
