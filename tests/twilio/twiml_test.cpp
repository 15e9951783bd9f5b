// SPDX-License-Identifier: MIT
#include "twilio/twiml.hpp"

#include <gtest/gtest.h>

namespace carillon::twilio {

TEST(Twiml, IsXmlWhoseRootIsResponse) {
    for (const char* body : {
             "<Response></Response>",
             "<Response/>",
             "<Response />",
             "<Response xmlns:x='y'><Say>hi</Say></Response>\n",
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>\n<Connect/></Response>",
             "\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- an agent --><!-- and more -->\r\n<Response/>",
             " <Response><Say><![CDATA[</x>]]></Say></Response >",
         })
        EXPECT_EQ(find_twiml_fault(body), "") << body;
}

TEST(Twiml, IsNothingElse) {
    for (const char* body : {
             "",
             " \n",
             "ok",
             "{\"ok\": true}",
             "<!DOCTYPE html><html></html>",
             "<html><Response/></html>",
             "<response/>",
             "<Responses></Responses>",
             "<Response",
             "<Response><Say>hi</Say>",
             "<?xml version=\"1.0\"",
             "<!-- <Response/>",
             "<?xml version=\"1.0\"?>",
         })
        EXPECT_NE(find_twiml_fault(body), "") << body;
}

}  // namespace carillon::twilio
