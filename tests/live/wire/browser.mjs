// Plays a browser with the real socket.io-client: browser.mjs CLIENT PORT ORIGIN. Prints what it heard as JSON.
const [, , client, port, origin] = process.argv;
const { io } = await import(client);
const options = { transports: ["websocket"], extraHeaders: { Origin: origin }, forceNew: true };
const address = `http://127.0.0.1:${port}`;
const heard = { numbers: [] };

const refused = io(address, { ...options, auth: { do: "fail" } });
refused.on("connect_error", (error) => {
  heard.refused = error.message;
  const socket = io(address, { ...options, auth: { room: "browser" } });
  socket.on("number", (number, acknowledge) => {
    heard.numbers.push(number);
    acknowledge?.();
  });
  socket.on("connect", () =>
    socket.emit("mixed", 30, () =>
      socket.emit("echo", "ñandú".repeat(1000), (answer) => {
        heard.answer = answer;
        socket.disconnect();
      }),
    ),
  );
  socket.on("disconnect", (reason) => {
    heard.ended = reason;
    console.log(JSON.stringify(heard));
  });
});
