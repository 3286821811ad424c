"""GStreamer's webrtcbin behind JSON lines on standard input and output; data channels only.

In:  {"do":"offer"|"answer"|"accept", ...}      Out: {"event":..., ...}
Echoes the texts that data channels bring.
"""
import json
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

Gst.init(None)
lock = threading.Lock()


def say(**event):
    with lock:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


class Peer:
    def __init__(self):
        self.pipe = Gst.Pipeline.new("peer")
        self.bin = Gst.ElementFactory.make("webrtcbin", "webrtc")
        self.bin.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.ice = self.bin.get_property("ice-agent")  # kept: the bindings own it
        self.ice.emit("add-local-ip-address", "127.0.0.1")
        self.pipe.add(self.bin)
        self.candidates = []
        self.channels = []
        self.telling = None
        self.bin.connect("on-ice-candidate", lambda _, line, candidate: self.candidates.append(candidate))
        self.bin.connect("on-data-channel", lambda _, channel: self.channel(channel))
        self.bin.connect("notify::ice-gathering-state", self.gathering)
        self.bin.connect("notify::connection-state", self.state)
        self.pipe.set_state(Gst.State.PLAYING)

    def state(self, *_):
        value = self.bin.get_property("connection-state")
        say(event="state", value=value.value_nick)

    def channel(self, channel):
        self.channels.append(channel)
        channel.connect("on-message-string", self.message)

    def message(self, channel, text):
        if text.startswith("echo "):
            say(event="message", value=text)
        else:
            channel.emit("send-string", "echo " + text)

    def gathering(self, *_):
        if self.bin.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            GLib.idle_add(self.tell)

    def tell(self):
        if self.telling:
            text = self.bin.get_property("local-description").sdp.as_text()
            if "a=candidate" not in text:
                text += "".join("a=" + c + "\r\n" for c in self.candidates)
            say(event=self.telling, sdp=text)
            self.telling = None
        return False

    def local(self, promise, what):
        reply = promise.get_reply()  # holds what it gives
        made = reply.get_value(what)
        self.telling = what
        self.bin.emit("set-local-description", made, Gst.Promise.new())

    def remote(self, kind, text, then):
        _, sdp = GstSdp.SDPMessage.new_from_text(text)
        description = GstWebRTC.WebRTCSessionDescription.new(kind, sdp)
        self.bin.emit("set-remote-description", description, Gst.Promise.new_with_change_func(lambda p: then()))

    def offer(self, line):
        self.channel(self.bin.emit("create-data-channel", "from-gstreamer", None))
        self.bin.emit("create-offer", None, Gst.Promise.new_with_change_func(lambda p: self.local(p, "offer")))

    def answer(self, line):
        def create():
            self.bin.emit("create-answer", None, Gst.Promise.new_with_change_func(lambda p: self.local(p, "answer")))

        self.remote(GstWebRTC.WebRTCSDPType.OFFER, line["sdp"], create)

    def accept(self, line):
        self.remote(GstWebRTC.WebRTCSDPType.ANSWER, line["sdp"], lambda: None)


def commands(peer, loop):
    for line in sys.stdin:
        command = json.loads(line)
        GLib.idle_add(lambda c=command: getattr(peer, c["do"])(c) and False)
    loop.quit()


peer = Peer()
loop = GLib.MainLoop()
threading.Thread(target=commands, args=(peer, loop), daemon=True).start()
say(event="ready")
loop.run()
peer.pipe.set_state(Gst.State.NULL)
