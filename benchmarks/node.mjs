// Node's socket.io as it comes: `node benchmarks/node.mjs PAYLOAD ROOMS PHONES`, beside benchmarks/bare.py.
import { readFileSync } from "node:fs";
import { createServer as http } from "node:http";
import { createServer as tcp } from "node:net";
import { Server } from "socket.io";

const HOST = "127.0.0.1";
const [file, rooms, phones] = process.argv.slice(2);
const payload = JSON.parse(readFileSync(file, "utf8"));

const web = http();
const io = new Server(web, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => socket.join(socket.handshake.auth.room));

let half = null; // an order is two bytes, and they may come apart
const orders = tcp((connection) => {
  connection.on("data", (bytes) => {
    for (const byte of bytes) {
      if (half === null) half = byte;
      else {
        io.to(String(half * 256 + byte)).emit("fragment", payload);
        half = null;
      }
    }
  });
});

function guests() {
  return Array.from({ length: Number(rooms) }, (_, room) =>
    Array.from({ length: membersOf(room) }, () => ({ connect: `40{"room":"${room}"}` })),
  );
}

function membersOf(room) {
  return Math.floor(phones / rooms) + (room < phones % rooms ? 1 : 0);
}

web.listen(0, HOST, () => {
  orders.listen(0, HOST, () => {
    const port = web.address().port;
    const told = JSON.stringify({ port, origin: `http://${HOST}:${port}`, rooms: guests() });
    process.stdout.write(`${orders.address().port} ${told}\n`);
  });
});
