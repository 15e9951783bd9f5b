// SPDX-License-Identifier: MIT
#include "machine_detection.hpp"

#include <gtest/gtest.h>

#include "call.hpp"
#include "callback.hpp"

namespace carillon {

TEST(MachineVerdict, IsAPersonWhereverItIsNotCertain) {
    for (const char* machine :
         {"machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax"})
        EXPECT_TRUE(is_machine(machine)) << machine;
    for (const char* person : {"human", "unknown", "", "machine", "Fax", "a word of next year"})
        EXPECT_FALSE(is_machine(person)) << person;
}

TEST(MachineVerdict, MakesVoicemailOfACompletedCallAlone) {
    Call call;
    call.answered_by = "machine_start";
    EXPECT_FALSE(ending_of(call));
    call.outcome = Outcome::completed;
    EXPECT_EQ(ending_of(call), Outcome::voicemail);
    for (const Outcome other : {Outcome::busy, Outcome::no_answer, Outcome::failed, Outcome::canceled})
        EXPECT_EQ(ending_of(other, "machine_start"), other);
    EXPECT_EQ(ending_of(Outcome::completed, "unknown"), Outcome::completed);
}

TEST(MachineVerdict, StandsAmongTheCallbacksUnderAWordOfItsOwn) {
    EXPECT_EQ(verdict_word("fax"), "amd:fax");
    EXPECT_TRUE(is_verdict("amd:fax"));
    EXPECT_FALSE(is_verdict("completed"));
}

}  // namespace carillon
