/**
 * A broadcast as Bun does it natively: its server's own publish and subscribe, a topic for each room, which is the path.
 *
 * `bun bun.mjs`. (Bun sets TCP_NODELAY itself.)
 */
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request, server) {
    const room = new URL(request.url).pathname;
    if (!server.upgrade(request, { data: { room } })) {
      return new Response("a WebSocket is served here", { status: 426 });
    }
  },
  websocket: {
    publishToSelf: false,
    perMessageDeflate: false,
    // People in a lecture may be silent for long.
    idleTimeout: 0,
    open(socket) {
      socket.subscribe(socket.data.room);
    },
    message(socket, message) {
      socket.publish(socket.data.room, message);
    },
  },
});
console.log(`${server.hostname}:${server.port}`);

process.stdin.on("end", () => process.exit());
process.stdin.resume();
