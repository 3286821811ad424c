package dev.plumb.signal.jsep;

import dev.plumb.objects.MediaStream;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.MsidAttribute;
import dev.plumb.signal.jsep.RTCRtpTransceiver.Association;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The peer's tracks, which are added and removed by the directions in its descriptions and our answers.
 *
 * @spec https://www.w3.org/TR/webrtc/#processing-remote-mediastreamtracks WebRTC 5.1.1, Processing Remote MediaStreamTracks
 */
final class RemoteTracks {
    private static final String DEFAULT_STREAM = "default";

    private final Consumer<RTCTrackEvent> added;
    private final Consumer<RTCTrackEvent> removed;
    private final RemoteStreams streams = new RemoteStreams();
    /** The parameters of receivers before the peer's offer removed their track, for a rollback of the offer. */
    private final Map<RTCRtpTransceiver, RTCRtpParameters> paused = new HashMap<>();

    RemoteTracks(Consumer<RTCTrackEvent> added, Consumer<RTCTrackEvent> removed) {
        this.added = added;
        this.removed = removed;
    }

    /** Applies the peer's offer to the tracks. */
    void offered(List<Section> sections, SessionDescription remote) {
        described(sections, remote, section -> true);
    }

    /** Applies the peer's answer to the tracks. Tracks that we did not offer to receive do not arrive. */
    void answeredBy(List<Section> sections, SessionDescription remote, SessionDescription local) {
        described(
                sections,
                remote,
                section ->
                        section.local().filter(s -> local.directionOf(s).recv()).isPresent());
    }

    private void described(List<Section> sections, SessionDescription remote, Predicate<Section> wanted) {
        for (Section section : sections) {
            if (section.transceiver().filter(t -> !t.isStopped()).isEmpty()) {
                continue;
            }
            boolean sends = section.isInRemote()
                    && wanted.test(section)
                    && section.remote()
                            .filter(s -> remote.directionOf(s).send())
                            .isPresent();
            List<String> ids =
                    sends ? section.remote().map(RemoteTracks::streamIds).orElseThrow() : List.of();
            to(section.transceiver().get(), sends, ids);
        }
    }

    /**
     * Returns the stream ids of a section. If the peer does not support streams, all its tracks are in one.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.10 RFC 9429 5.10, Applying a Remote Description
     */
    private static List<String> streamIds(MediaDescription section) {
        List<String> named = RemoteMedia.streamIds(section);
        return named.isEmpty() && section.all(MsidAttribute.TYPE).isEmpty() ? List.of(DEFAULT_STREAM) : named;
    }

    /** Applies our answer to the tracks. Tracks that we do not receive are removed. */
    void answered(List<Section> sections, SessionDescription local) {
        for (Section section : sections) {
            Optional<RTCRtpTransceiver> t = section.transceiver().filter(x -> !x.isStopped());
            boolean receives = section.isInLocal()
                    && section.local().filter(s -> local.directionOf(s).recv()).isPresent();
            if (t.isPresent() && !receives) {
                to(t.get(), false, List.of());
            }
        }
    }

    /** Settles the exchange, after which no rollback is possible. */
    void settled() {
        paused.clear();
    }

    private void to(RTCRtpTransceiver t, boolean receiving, List<String> now) {
        Association before = t.association();
        t.association(before.tracks(receiving, now));
        MediaStreamTrack track = t.receiver().track();
        List<String> left =
                before.remoteStreams().stream().filter(s -> !now.contains(s)).toList();
        List<MediaStream> leftStreams = streams.remove(track, left);
        List<MediaStream> joined = streams.add(track, now);
        boolean joins = !before.remoteStreams().containsAll(now);
        if (receiving && (!before.receiving() || joins)) {
            added.accept(new RTCTrackEvent(t.receiver(), track, joined, t));
        }
        if (before.receiving() && !receiving && !t.isStopping()) {
            t.receiver().getParameters().ifPresent(p -> paused.put(t, p));
            t.receiver().pause();
        }
        if (before.receiving() && (!receiving || !left.isEmpty())) {
            removed.accept(new RTCTrackEvent(t.receiver(), track, leftStreams, t));
        }
    }

    /** Restores a transceiver to its state before the exchange. */
    void rollback(RTCRtpTransceiver t, Association before) {
        Association now = t.association();
        t.association(before);
        MediaStreamTrack track = t.receiver().track();
        List<String> left = now.remoteStreams().stream()
                .filter(s -> !before.remoteStreams().contains(s))
                .toList();
        List<MediaStream> leftStreams = streams.remove(track, left);
        List<MediaStream> joined = streams.add(track, before.remoteStreams());
        boolean joins = !now.remoteStreams().containsAll(before.remoteStreams());
        if (before.receiving() && (!now.receiving() || joins)) {
            added.accept(new RTCTrackEvent(t.receiver(), track, joined, t));
        }
        if (now.receiving() && !before.receiving()) {
            removed.accept(new RTCTrackEvent(t.receiver(), track, leftStreams, t));
        }
        RTCRtpParameters resumed = paused.remove(t);
        if (resumed != null && before.receiving() && !t.isStopping()) {
            t.receiver().receive(resumed);
        }
    }
}
