// Reads { address, accountSid, key, secret, buy, call } and drives npm's twilio client, unmodified but for the host that it sends to, over the
// simulator: lists page by page, buys, sets, releases, reads calls and prices, and tells the errors that it met.
const twilio = require("twilio");

let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", async () => {
  const { address, accountSid, key, secret, buy, call } = JSON.parse(text);
  const send = new twilio.RequestClient();
  const httpClient = {
    request: (options) => send.request({ ...options, uri: options.uri.replace(/^https:\/\/\w+\.twilio\.com/, address.replace(/\/$/, "")) }),
  };
  const client = twilio(key, secret, { accountSid, httpClient });
  const failure = async (act) => {
    try {
      await act();
      return null;
    } catch (e) {
      return { status: e.status, code: e.code };
    }
  };

  const numbers = await client.incomingPhoneNumbers.list({ pageSize: 20 });
  const local = await client.availablePhoneNumbers("US").local.list({ areaCode: 415 });
  const tollFree = await client.availablePhoneNumbers("US").tollFree.list();
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber: buy, voiceUrl: "https://c.example/voice" });
  const set = await client.incomingPhoneNumbers(bought.sid).update({ statusCallback: "https://c.example/status" });
  const found = await client.incomingPhoneNumbers.list({ phoneNumber: buy });
  const again = await failure(() => client.incomingPhoneNumbers.create({ phoneNumber: buy }));
  const released = await client.incomingPhoneNumbers(bought.sid).remove();
  const gone = await failure(() => client.incomingPhoneNumbers(bought.sid).fetch());
  const one = await client.calls(call).fetch();
  const children = await client.calls.list({ parentCallSid: call });
  const recent = await client.calls.list({ startTimeAfter: new Date(one.startTime.getTime() - 3600000), pageSize: 2 });
  const over = await failure(() => client.calls(call).update({ status: "completed" }));
  const price = await client.pricing.v1.phoneNumbers.countries("US").fetch();
  const refused = await failure(() => twilio(key, "wrong", { accountSid, httpClient }).incomingPhoneNumbers.list());
  process.stdout.write(
    JSON.stringify({
      numbers: numbers.map((n) => n.phoneNumber),
      capable: numbers.every((n) => n.capabilities.voice),
      local: local.map((n) => n.phoneNumber),
      tollFree: tollFree.map((n) => n.phoneNumber),
      voiceUrl: bought.voiceUrl,
      statusCallback: set.statusCallback,
      found: found.map((n) => n.sid === bought.sid),
      again,
      released,
      gone,
      call: { status: one.status, seconds: one.duration, price: one.price, unit: one.priceUnit, minutes: (one.endTime - one.startTime) / 60000 },
      children: children.map((c) => ({ to: c.to, status: c.status, price: c.price, direction: c.direction })),
      recent: recent.length,
      over,
      price: price.phoneNumberPrices.map((p) => [p.numberType, p.currentPrice]),
      refused,
    }),
  );
});
