/**
 * The lecture's server of 2019 in our own words, on Node.js and the npm package `ws`: what somebody says goes to each
 * other open client, one `send` at a time. New are the rooms, by path.
 *
 * `node ws.mjs FOLDER`, where FOLDER has a `node_modules` with `ws` in it. (`ws` sets TCP_NODELAY itself.)
 */
import { createRequire } from "node:module";
import { join } from "node:path";

const { WebSocket, WebSocketServer } = createRequire(join(process.argv[2], "here.js"))("ws");

/** @type {Map<string, Set<WebSocket>>} */
const rooms = new Map();

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
server.on("listening", () => {
  const { address, port } = server.address();
  console.log(`${address}:${port}`);
});
server.on("connection", (socket, request) => {
  const clients = rooms.get(request.url) ?? new Set();
  rooms.set(request.url, clients.add(socket));
  socket.on("message", (message, isBinary) => {
    for (const client of clients) {
      if (client !== socket && client.readyState === WebSocket.OPEN) {
        client.send(message, { binary: isBinary });
      }
    }
  });
  socket.on("close", () => clients.delete(socket));
  socket.on("error", () => socket.terminate());
});

process.stdin.on("end", () => process.exit());
process.stdin.resume();
