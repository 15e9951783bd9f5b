// Signs requests with Twilio's own helper library: {url, params} a line in, {signature, body} a line out.
import { createInterface } from "node:readline";
import twilio from "twilio";

for await (const line of createInterface({ input: process.stdin })) {
    const { url, params } = JSON.parse(line);
    const signature = twilio.getExpectedTwilioSignature(process.env.TWILIO_AUTH_TOKEN, url, params);
    console.log(JSON.stringify({ signature, body: new URLSearchParams(params).toString() }));
}
