"""GStreamer's webrtcbin behind JSON lines on standard input and output.

In:  {"do":"offer"|"answer"|"accept", ...}      Out: {"event":..., ...}
Echoes the texts that data channels bring, and encoded sound and pictures.
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


def number(sdp, codec):
    """The payload type of a codec in a description."""
    for text in sdp.splitlines():
        if text.startswith("a=rtpmap:") and codec.lower() in text.lower():
            return int(text[len("a=rtpmap:"):].split()[0])
    return 0


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
        self.bin.connect("pad-added", self.incoming)
        self.back = {}
        self.pipe.set_state(Gst.State.PLAYING)

    def echo(self, kind, encoded, pay, payload_type, name):
        """A way back for what comes of a kind, made before the description that speaks of it."""
        source = Gst.ElementFactory.make("appsrc")
        source.set_property("is-live", True)
        source.set_property("do-timestamp", True)
        source.set_property("format", Gst.Format.TIME)
        source.set_property("caps", Gst.Caps.from_string(encoded))
        payer = Gst.ElementFactory.make(pay)
        payer.set_property("pt", payload_type)
        caps = Gst.ElementFactory.make("capsfilter")
        clock = 48000 if kind == "audio" else 90000
        caps.set_property("caps", Gst.Caps.from_string(
            "application/x-rtp,media=%s,encoding-name=%s,payload=%d,clock-rate=%d" % (kind, name, payload_type, clock)))
        for element in (source, payer, caps):
            self.pipe.add(element)
        source.link(payer)
        payer.link(caps)
        caps.link(self.bin)
        for element in (caps, payer, source):
            element.sync_state_with_parent()
        self.back[kind] = source

    def add_media(self, line, payload_types):
        if line.get("audio"):
            self.echo("audio", "audio/x-opus,channel-mapping-family=0,channels=1,rate=48000", "rtpopuspay",
                      payload_types["audio"], "OPUS")
        if line.get("video"):
            self.echo("video", "video/x-vp8", "rtpvp8pay", payload_types["video"], "VP8")

    def incoming(self, _, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        kind = pad.get_current_caps().get_structure(0).get_string("media")
        depay = Gst.ElementFactory.make("rtpopusdepay" if kind == "audio" else "rtpvp8depay")
        sink = Gst.ElementFactory.make("appsink")
        sink.set_property("emit-signals", True)
        sink.set_property("sync", False)
        sink.connect("new-sample", self.sample, kind)
        self.pipe.add(depay)
        self.pipe.add(sink)
        depay.link(sink)
        sink.sync_state_with_parent()
        depay.sync_state_with_parent()
        pad.link(depay.get_static_pad("sink"))

    def sample(self, sink, kind):
        buffer = sink.emit("pull-sample").get_buffer()
        copy = Gst.Buffer.new_wrapped(buffer.extract_dup(0, buffer.get_size()))
        if kind in self.back:
            self.back[kind].emit("push-buffer", copy)
        return Gst.FlowReturn.OK

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
        self.add_media(line, {"audio": 111, "video": 96})
        self.channel(self.bin.emit("create-data-channel", "from-gstreamer", None))
        self.bin.emit("create-offer", None, Gst.Promise.new_with_change_func(lambda p: self.local(p, "offer")))

    def answer(self, line):
        numbers = {"audio": number(line["sdp"], "opus/48000"), "video": number(line["sdp"], "VP8/90000")}

        def create():
            self.add_media(line, numbers)
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
