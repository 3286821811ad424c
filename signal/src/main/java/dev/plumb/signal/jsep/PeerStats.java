package dev.plumb.signal.jsep;

import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statistics of a connection, or of one of its tracks. Used on the loop. */
final class PeerStats {
    private final Agent agent;
    private final Transports transports;
    private final DataSection dataChannels;

    PeerStats(Agent agent, Transports transports, DataSection dataChannels) {
        this.agent = agent;
        this.transports = transports;
        this.dataChannels = dataChannels;
    }

    RTCStatsReport all(List<RTCRtpTransceiver> transceivers) {
        List<RTCStatsReport> reports = new ArrayList<>();
        reports.add(RTCStatsReport.of(List.of(connection())));
        transports.all().forEach(c -> reports.add(c.dtls().getStats()));
        for (RTCRtpTransceiver t : transceivers) {
            reports.add(t.sender().getStats());
            reports.add(t.receiver().getStats());
        }
        dataChannels.transport().ifPresent(t -> reports.add(t.getStats()));
        return RTCStatsReport.merged(reports);
    }

    /**
     * Returns the statistics of the connection itself.
     *
     * @spec https://www.w3.org/TR/webrtc-stats/#pcstats-dict* webrtc-stats, RTCPeerConnectionStats
     */
    private RTCStats connection() {
        return new RTCStats(
                "P",
                "peer-connection",
                agent.loop().wallNanos() / 1e6,
                Map.of("dataChannelsOpened", dataChannels.opened(), "dataChannelsClosed", dataChannels.closed()));
    }

    /**
     * Returns the statistics of the one sender or receiver of a track, and of the objects that they refer to.
     *
     * @throws RTCException InvalidAccessError where there is none, or more than one
     */
    RTCStatsReport of(MediaStreamTrack track, List<RTCRtpTransceiver> transceivers) {
        requireOneHalf(track, transceivers);
        List<RTCStatsReport> found = new ArrayList<>();
        for (RTCRtpTransceiver t : transceivers) {
            if (t.sender().track().filter(track::equals).isPresent()) {
                found.add(of(t.sender()));
            }
            if (t.receiver().track().equals(track)) {
                found.add(of(t.receiver()));
            }
        }
        return RTCStatsReport.merged(found);
    }

    static void requireOneHalf(MediaStreamTrack track, List<RTCRtpTransceiver> transceivers) {
        long halves = transceivers.stream()
                        .filter(t -> t.sender().track().filter(track::equals).isPresent())
                        .count()
                + transceivers.stream()
                        .filter(t -> t.receiver().track().equals(track))
                        .count();
        if (halves != 1) {
            throw new RTCException(
                    RTCException.Name.INVALID_ACCESS,
                    halves == 0 ? "no sender or receiver has this track" : "several have this track; ask one of them");
        }
    }

    /** Returns the statistics of a sender, and of the transport that it sends on. */
    static RTCStatsReport of(RTCRtpSender sender) {
        return withBelow(sender.getStats(), sender.transport());
    }

    /** Returns the statistics of a receiver, and of the transport that it receives on. */
    static RTCStatsReport of(RTCRtpReceiver receiver) {
        return withBelow(receiver.getStats(), receiver.transport());
    }

    private static RTCStatsReport withBelow(RTCStatsReport own, Optional<RTCDtlsTransport> transport) {
        List<RTCStatsReport> found = new ArrayList<>(List.of(own));
        below(transport).ifPresent(found::add);
        return RTCStatsReport.merged(found);
    }

    private static Optional<RTCStatsReport> below(Optional<RTCDtlsTransport> transport) {
        return transport.map(RTCDtlsTransport::getStats);
    }
}
