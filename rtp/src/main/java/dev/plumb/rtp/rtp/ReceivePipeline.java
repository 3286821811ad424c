package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.rtp.feedback.ArrivalRecorder;
import dev.plumb.rtp.packet.HeaderExtension;
import dev.plumb.rtp.packet.HeaderExtensionIds;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.rtp.repair.Rtx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The life of a received RTP packet, from SRTP to the application's event. It reads top to bottom. */
final class ReceivePipeline {
    private static final int UNHANDLED_REMEMBERED = 1024;

    private final List<Step> steps = List.of(
            this::parse,
            this::checkConflict,
            this::route,
            this::tap,
            this::recordArrival,
            this::findStream,
            this::unwrapRetransmission,
            this::count,
            this::giveAudio,
            this::bufferVideo,
            this::service);

    private final RtpDemux<RtpReceiver> demux;
    private final SentStreams senders;
    private final ReceivedStreams streams;
    private final ArrivalRecorder arrivals;
    private final RtcpOut rtcp;
    private final UnhandledPackets unhandled;
    private final Consumer<RtpEvent> events;
    private final Set<Long> reportedUnhandled = new LinkedHashSet<>();
    private final Set<Long> reportedConflicts = new LinkedHashSet<>();
    private boolean tapped;
    private HeaderExtensionIds extensions = HeaderExtensionIds.NONE;
    private long malformed;
    private long probes;
    private long mediaSsrc;

    /** One thing done to a packet; false ends its life. */
    private interface Step {
        boolean apply(Incoming in);
    }

    /** A packet and the results of the steps so far. */
    private static final class Incoming {
        private final RtpHeader header = new RtpHeader();
        private final Packet packet;
        private final long nowNanos;
        private RtpDemux.@Nullable Route<RtpReceiver> route;
        private @Nullable RtpReceiveStream stream;
        private ReceiverConfig.@Nullable Payload payload;
        private long sequence;
        private boolean repaired;

        Incoming(Packet packet, long nowNanos) {
            this.packet = packet;
            this.nowNanos = nowNanos;
        }

        RtpDemux.Route<RtpReceiver> route() {
            return reached(route);
        }

        RtpReceiveStream stream() {
            return reached(stream);
        }

        ReceiverConfig.Payload payload() {
            return reached(payload);
        }

        private static <T> T reached(@Nullable T value) {
            if (value == null) {
                throw new IllegalStateException("a step was left out");
            }
            return value;
        }
    }

    ReceivePipeline(
            RtpDemux<RtpReceiver> demux,
            SentStreams senders,
            ReceivedStreams streams,
            ArrivalRecorder arrivals,
            RtcpOut rtcp,
            UnhandledPackets unhandled,
            Consumer<RtpEvent> events) {
        this.demux = demux;
        this.senders = senders;
        this.streams = streams;
        this.arrivals = arrivals;
        this.rtcp = rtcp;
        this.unhandled = unhandled;
        this.events = events;
    }

    /** Sets the identifiers under which MID and RID are looked for. */
    void extensions(HeaderExtensionIds newExtensions) {
        if (!newExtensions.equals(extensions)) {
            extensions = newExtensions;
            unhandled.readAnew(this::keyOf);
        }
    }

    private UnhandledPackets.Key keyOf(Packet packet) {
        RtpHeader header = new RtpHeader();
        header.parse(packet);
        return keyOf(header);
    }

    private UnhandledPackets.Key keyOf(RtpHeader h) {
        return new UnhandledPackets.Key(
                h.ssrc(),
                h.text(extensions.id(HeaderExtension.MID)),
                h.text(extensions.id(HeaderExtension.RID)),
                h.text(extensions.id(HeaderExtension.REPAIRED_RID)),
                h.payloadType());
    }

    /** Receives an unprotected packet, which may be changed. */
    void receive(Packet borrowed, long nowNanos) {
        Incoming in = new Incoming(borrowed, nowNanos);
        for (Step step : steps) {
            if (!step.apply(in)) {
                return;
            }
        }
    }

    private boolean parse(Incoming in) {
        boolean whole = in.header.parse(in.packet);
        malformed += whole ? 0 : 1;
        return whole;
    }

    /**
     * Checks whether an SSRC conflicts with one that this side sends with, which can return by a loop or be chosen by
     * chance.
     */
    private boolean checkConflict(Incoming in) {
        long ssrc = in.header.ssrc();
        RtpSendStream ours = senders.user(ssrc);
        if (ours == null) {
            return true;
        }
        if (isNew(reportedConflicts, ssrc)) {
            events.accept(new RtpEvent.SsrcConflict(ours));
        }
        return false;
    }

    /** Returns whether an SSRC is not among those remembered. Of too many, the oldest is forgotten. */
    private static boolean isNew(Set<Long> remembered, long ssrc) {
        if (!remembered.add(ssrc)) {
            return false;
        }
        if (remembered.size() > UNHANDLED_REMEMBERED) {
            remembered.remove(remembered.iterator().next());
        }
        return true;
    }

    /** Reports the streams without a receiver once more. */
    void reportUnhandledAgain() {
        reportedUnhandled.clear();
    }

    /** Sets whether each packet is reported as it arrived. */
    void tap(boolean newTapped) {
        tapped = newTapped;
    }

    private boolean tap(Incoming in) {
        RtpReceiver receiver = in.route == null ? null : in.route.receiver();
        if (tapped || (receiver != null && receiver.isTapped())) {
            events.accept(new RtpEvent.PacketReceived(receiver, in.packet.toByteArray(), in.nowNanos));
        }
        return true;
    }

    private boolean route(Incoming in) {
        RtpHeader h = in.header;
        UnhandledPackets.Key key = keyOf(h);
        String mid = key.mid();
        String rid = key.rid();
        in.route = demux.route(h.ssrc(), mid, rid, key.repairedRid(), h.payloadType());
        if (in.route != null) {
            return true;
        }
        tap(in);
        unhandled.keep(in.packet, key, in.nowNanos);
        if (isNew(reportedUnhandled, h.ssrc())) {
            events.accept(
                    new RtpEvent.Unhandled(mid == null ? "" : mid, rid == null ? "" : rid, h.payloadType(), h.ssrc()));
        }
        return false;
    }

    private boolean recordArrival(Incoming in) {
        ReceiverConfig config = in.route().config();
        int number = in.header.unsigned16(config.extensions().id(HeaderExtension.TRANSPORT_CC));
        if (number >= 0) {
            mediaSsrc = in.header.ssrc();
            arrivals.arrived(number, in.nowNanos);
        }
        return true;
    }

    private boolean findStream(Incoming in) {
        RtpDemux.Route<RtpReceiver> route = in.route();
        in.stream = route.repair()
                ? route.receiver().repairedBy(in.header.ssrc(), route.rid(), route.paired())
                : route.receiver().stream(in.header.ssrc(), route.rid(), route.paired());
        return in.stream != null;
    }

    private boolean unwrapRetransmission(Incoming in) {
        if (!in.route().repair()) {
            return true;
        }
        Integer original = in.route().config().rtx().get(in.header.payloadType());
        in.repaired = true;
        boolean carries = original != null
                && Rtx.decapsulate(in.packet, in.header, in.stream().ssrc(), original);
        probes += carries ? 0 : 1;
        return carries;
    }

    private boolean count(Incoming in) {
        in.payload = in.route().config().payloads().get(in.header.payloadType());
        if (in.payload == null) {
            return false;
        }
        in.sequence = in.stream().arrived(in.header, in.payload, in.repaired, in.nowNanos);
        return true;
    }

    private boolean giveAudio(Incoming in) {
        boolean audio = !in.route().config().video();
        if (audio && in.header.payloadBytes() > 0) {
            events.accept(new RtpEvent.AudioPacketReceived(
                    in.route().receiver(),
                    in.stream().audioPacket(in.header, in.payload().type(), in.nowNanos)));
        }
        return true;
    }

    private boolean bufferVideo(Incoming in) {
        if (in.route().config().video()) {
            in.stream().insert(in.header, in.payload().type(), in.sequence, in.nowNanos);
        }
        return true;
    }

    private boolean service(Incoming in) {
        in.stream().service(rtcp, events, in.nowNanos);
        streams.served(in.stream());
        return true;
    }

    /** Returns the SSRC of a stream that arrived with the transport-wide number, to name in feedback. */
    long mediaSsrc() {
        return mediaSsrc;
    }

    long malformed() {
        return malformed;
    }

    long probes() {
        return probes;
    }
}
