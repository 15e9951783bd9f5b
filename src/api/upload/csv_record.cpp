// SPDX-License-Identifier: MIT
#include "api/upload/csv_record.hpp"

#include <new>
#include <utility>

#include <csv.h>

namespace carillon::api {

struct CsvRecord::Parser {
    csv_parser state;
};

void CsvRecord::Free::operator()(Parser* parser) const {
    csv_free(&parser->state);
    delete parser;
}

CsvRecord::CsvRecord(char delimiter) : delimiter_(delimiter) {
    reset();
}

void CsvRecord::reset() {
    parser_.reset(new Parser{});
    csv_init(&parser_->state, CSV_STRICT);
    csv_set_delim(&parser_->state, static_cast<unsigned char>(delimiter_));
    fields_.clear();
    complete_ = false;
}

CsvRecord::Progress CsvRecord::add_line(std::string_view line) {
    const auto take_field = [](void* text, std::size_t size, void* self) {
        static_cast<CsvRecord*>(self)->fields_.emplace_back(static_cast<const char*>(text), size);
    };
    const auto end_record = [](int, void* self) { static_cast<CsvRecord*>(self)->complete_ = true; };

    std::string ended{line};
    ended += '\n';
    const std::size_t parsed =
        csv_parse(&parser_->state, ended.data(), ended.size(), take_field, end_record, this);
    if (parsed == ended.size()) return complete_ ? Progress::complete : Progress::unfinished;
    if (csv_error(&parser_->state) == CSV_ENOMEM) throw std::bad_alloc();
    return Progress::broken;
}

std::vector<std::string> CsvRecord::take() {
    complete_ = false;
    return std::exchange(fields_, {});
}

}  // namespace carillon::api
