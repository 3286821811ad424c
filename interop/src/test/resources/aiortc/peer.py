"""An aiortc peer behind JSON lines on standard input and output, on 127.0.0.1 alone.

In:  {"do":"offer"|"answer"|"accept"|"send"|"close", ...}      Out: {"event":..., ...}
Echoes what data channels bring; sends a 1 kHz tone and a red picture; reports what it hears and sees.
"""
import asyncio
import fractions
import json
import sys

import aioice.ice
import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, VideoFrame

aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]
TONE_HZ = 1000


def say(**event):
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


class Paced(MediaStreamTrack):
    def __init__(self, step, rate):
        super().__init__()
        self.step, self.rate, self.pts, self.began = step, rate, 0, None

    async def recv(self):
        now = asyncio.get_event_loop().time()
        self.began = now if self.began is None else self.began
        await asyncio.sleep(max(0, self.began + self.pts / self.rate - now))
        frame = self.make(self.pts)
        frame.pts, frame.time_base = self.pts, fractions.Fraction(1, self.rate)
        self.pts += self.step
        return frame


class Tone(Paced):
    kind = "audio"

    def __init__(self):
        super().__init__(960, 48000)

    def make(self, pts):
        t = (numpy.arange(960) + pts) / 48000
        samples = (numpy.sin(2 * numpy.pi * TONE_HZ * t) * 16000).astype(numpy.int16)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = 48000
        return frame


class Red(Paced):
    kind = "video"

    def __init__(self):
        super().__init__(3000, 90000)

    def make(self, pts):
        picture = numpy.zeros((240, 320, 3), dtype=numpy.uint8)
        picture[:, :, 0] = 200
        return VideoFrame.from_ndarray(picture, format="rgb24")


def number_in(luma):
    """The test pattern's number: 16 squares along the top, their complement below; None where unreadable."""
    size = luma.shape[1] // 16
    margin = size // 4

    def white(bit, row):
        square = luma[row * size + margin:(row + 1) * size - margin, bit * size + margin:(bit + 1) * size - margin]
        return square.mean() > 125

    number = 0
    for bit in range(16):
        if white(bit, 0) == white(bit, 1):
            return None
        number = number << 1 | int(white(bit, 0))
    return number


async def watch_video(track):
    while True:
        frame = await track.recv()
        luma = frame.to_ndarray(format="yuv420p")[:frame.height, :frame.width]
        say(event="picture", number=number_in(luma), width=frame.width, height=frame.height)


async def watch_audio(track):
    heard = numpy.zeros(0)
    rate = 48000
    while True:
        frame = await track.recv()
        rate = frame.sample_rate
        samples = frame.to_ndarray().reshape(-1).astype(float)
        heard = numpy.append(heard, samples[::len(frame.layout.channels)])
        if len(heard) >= rate:
            spectrum = numpy.abs(numpy.fft.rfft(heard[:rate] * numpy.hanning(rate)))
            say(event="tone", hz=int(spectrum.argmax()), peak=float(numpy.abs(heard).max() / 32768))
            heard = numpy.zeros(0)


async def quietly(watch):
    try:
        await watch
    except MediaStreamError:
        say(event="track-ended")


class Peer:
    def __init__(self):
        self.pc = RTCPeerConnection()
        self.channels = {}
        self.tasks = []
        self.pc.on("connectionstatechange", lambda: say(event="state", value=self.pc.connectionState))
        self.pc.on("datachannel", self.channel)
        self.pc.on("track", self.track)

    def track(self, track):
        watch = watch_audio(track) if track.kind == "audio" else watch_video(track)
        self.tasks.append(asyncio.ensure_future(quietly(watch)))

    def channel(self, channel):
        self.channels[channel.label] = channel
        channel.on("message", lambda m: self.message(channel, m))
        channel.on("open", lambda: say(event="open", label=channel.label))
        channel.on("close", lambda: say(event="closed", label=channel.label))

    def message(self, channel, message):
        if isinstance(message, str) and message.startswith("echo "):
            say(event="message", value=message)
        else:
            channel.send("echo " + message if isinstance(message, str) else message)

    def add_media(self, wanted):
        if wanted.get("audio"):
            self.pc.addTrack(Tone())
        if wanted.get("video"):
            self.pc.addTrack(Red())

    async def offer(self, line):
        if line.get("data"):
            self.channel(self.pc.createDataChannel("from-aiortc"))
        self.add_media(line)
        await self.pc.setLocalDescription(await self.pc.createOffer())
        say(event="offer", sdp=self.pc.localDescription.sdp)

    async def answer(self, line):
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp=line["sdp"], type="offer"))
        self.add_media(line)
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        say(event="answer", sdp=self.pc.localDescription.sdp)

    async def accept(self, line):
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp=line["sdp"], type="answer"))

    async def send(self, line):
        self.channels[line["label"]].send(line["text"])

    async def close(self, line):
        await self.pc.close()
        say(event="gone")


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
            await getattr(peer, command["do"])(command)
        except Exception as e:  # told to whoever drives this
            say(event="error", message=repr(e))
    await peer.pc.close()


asyncio.run(main())
