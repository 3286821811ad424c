"""aiortc behind JSON lines on standard input and output, on 127.0.0.1 alone; what labels mean is told in peer.js."""
import asyncio
import hashlib
import json
import sys

import aioice.ice
from aiortc import RTCPeerConnection, RTCSessionDescription

aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]
HIGH = 1 << 18


def say(**event):
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


class Peer:
    def __init__(self):
        self.pc = None
        self.channels = {}
        self.tasks = []

    async def open(self, line):
        if self.pc:
            await self.pc.close()
        self.channels = {}
        self.pc = pc = RTCPeerConnection()
        pc.on("connectionstatechange", lambda: say(event="state", value=pc.connectionState))
        pc.on("datachannel", self.announced)
        say(event="opened")

    def announced(self, c):
        say(event="channel", label=c.label, protocol=c.protocol, ordered=c.ordered, stream=c.id,
            maxRetransmits=c.maxRetransmits, maxPacketLifeTime=c.maxPacketLifeTime)
        self.watch(c)

    def watch(self, c):
        self.channels[c.label] = c
        if c.readyState == "open":
            say(event="open", label=c.label, stream=c.id)
        else:
            c.on("open", lambda: say(event="open", label=c.label, stream=c.id))
        c.on("close", lambda: say(event="closed", label=c.label))
        c.got = hashlib.sha256()
        c.count = 0
        c.on("message", lambda m: self.message(c, m))

    def message(self, c, m):
        if c.label.startswith("echo"):
            c.send(m)
        elif c.label.startswith("sink") and isinstance(m, str):
            c.send("%d %s" % (c.count, c.got.hexdigest()))
            c.got, c.count = hashlib.sha256(), 0
        elif c.label.startswith("sink"):
            c.got.update(m)
            c.count += len(m)
        elif c.label.startswith("source") and isinstance(m, str):
            _, count, size = m.split(" ")
            self.tasks.append(asyncio.ensure_future(self.fill(c, int(count), int(size))))

    async def fill(self, c, count, size):
        sent = hashlib.sha256()
        block = bytes((i * 31 + (i >> 7)) & 255 for i in range(size))
        for number, at in enumerate(range(0, count, size)):
            while c.bufferedAmount > HIGH:
                await asyncio.sleep(0.001)
            message = (number.to_bytes(4, "big") + block[4:])[:count - at]
            sent.update(message)
            c.send(message)
        c.send("%d %s" % (count, sent.hexdigest()))

    async def create(self, line):
        self.watch(self.pc.createDataChannel(line["label"], **line.get("options", {})))

    async def offer(self, line):
        await self.pc.setLocalDescription(await self.pc.createOffer())
        say(event="offer", sdp=self.pc.localDescription.sdp)

    async def answer(self, line):
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp=line["sdp"], type="offer"))
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        say(event="answer", sdp=self.pc.localDescription.sdp)

    async def accept(self, line):
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp=line["sdp"], type="answer"))

    async def close_channel(self, line):
        self.channels[line["label"]].close()


async def main():
    peer = Peer()
    say(event="ready")
    loop = asyncio.get_event_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            break
        command = json.loads(line)
        try:
            await getattr(peer, command["do"].replace("-", "_"))(command)
        except Exception as e:  # told to whoever drives this
            say(event="error", message=repr(e))
    if peer.pc:
        await peer.pc.close()


asyncio.run(main())
