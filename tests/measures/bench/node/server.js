"use strict";

// The yardstick: Socket.IO as its own documents set it up. It answers what serving.py answers.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const answers = {
  "/emit": ({ n, bytes }) => {
    const message = { n: Number(n), pad: "x".repeat(Number(bytes)) };
    const at = process.hrtime.bigint();
    io.to("room").emit("delta", message);
    return { at: Number(at) };
  },
  "/cost": () => {
    const { user, system } = process.cpuUsage();
    return { cpu: (user + system) * 1000, memory: process.memoryUsage().rss };
  },
};

const http = createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = answers[url.pathname];
  if (answer) response.end(JSON.stringify(answer(Object.fromEntries(url.searchParams))));
});
const io = new Server(http, { serveClient: false });
io.on("connection", (socket) => socket.join("room"));
http.listen(Number(process.env.PORT), "127.0.0.1", 4096);
