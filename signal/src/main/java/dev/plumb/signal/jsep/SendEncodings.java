package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.SimulcastAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The encodings of a transceiver: those asked for, and those that remain after the peer's answer. */
final class SendEncodings {
    private static final int VIDEO_AT_MOST = 6;
    private static final int LONGEST_RID = 16;

    private SendEncodings() {}

    /**
     * Returns the encodings that {@code addTransceiver} is given, checked and completed.
     *
     * @throws RTCException TypeError where some have a rid and some have none, or two have the same
     * @spec https://www.w3.org/TR/webrtc/#dfn-addtransceiver-sendencodings-validation-steps WebRTC 5.1, addTransceiver sendEncodings
     *     validation steps
     */
    static List<RTCRtpEncodingParameters> of(
            MediaKind kind, List<RTCRtpEncodingParameters> wanted, LongSupplier ssrcs) {
        requireRids(wanted);
        return filledIn(kind, wanted, ssrcs);
    }

    private static List<RTCRtpEncodingParameters> filledIn(
            MediaKind kind, List<RTCRtpEncodingParameters> wanted, LongSupplier ssrcs) {
        int most = kind == MediaKind.AUDIO ? 1 : VIDEO_AT_MOST;
        List<RTCRtpEncodingParameters> kept = wanted.subList(0, Math.min(wanted.size(), most));
        if (kept.isEmpty()) {
            kept = List.of(RTCRtpEncodingParameters.DEFAULT);
        }
        if (kept.size() == 1) {
            return List.of(withSsrcs(kind, kept.getFirst().withRid(""), ssrcs));
        }
        boolean unscaled = kept.stream().allMatch(e -> e.resolutionScale() == 1);
        List<RTCRtpEncodingParameters> result = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            RTCRtpEncodingParameters e = withSsrcs(kind, kept.get(i), ssrcs);
            result.add(unscaled ? e.withResolutionScale(1 << (kept.size() - 1 - i)) : e);
        }
        return result;
    }

    private static void requireRids(List<RTCRtpEncodingParameters> wanted) {
        long named = wanted.stream().filter(e -> !e.rid().isEmpty()).count();
        if (named != 0 && named != wanted.size()) {
            throw new RTCException(RTCException.Name.TYPE_ERROR, "either all encodings have a rid, or none has");
        }
        if (wanted.size() > 1 && named == 0) {
            throw new RTCException(RTCException.Name.TYPE_ERROR, "several encodings are told apart by rids");
        }
        Set<String> seen = new HashSet<>();
        if (!wanted.stream().allMatch(e -> e.rid().chars().allMatch(SendEncodings::isRidCharacter))) {
            throw new RTCException(RTCException.Name.TYPE_ERROR, "a rid has letters and digits only");
        }
        if (wanted.stream().anyMatch(e -> e.rid().length() > LONGEST_RID)) {
            throw new RTCException(
                    RTCException.Name.TYPE_ERROR, "a rid has " + LONGEST_RID + " characters at the most");
        }
        if (named != 0 && !wanted.stream().allMatch(e -> seen.add(e.rid()))) {
            throw new RTCException(RTCException.Name.TYPE_ERROR, "two encodings have the same rid");
        }
    }

    private static boolean isRidCharacter(int c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    /** Returns an encoding with SSRCs, which the description has to name before the encoding is sent. */
    private static RTCRtpEncodingParameters withSsrcs(MediaKind kind, RTCRtpEncodingParameters e, LongSupplier ssrcs) {
        RTCRtpEncodingParameters named = e.ssrc().isPresent() ? e : e.withSsrc(ssrcs.getAsLong());
        return kind == MediaKind.AUDIO || named.rtxSsrc().isPresent() ? named : named.withRtxSsrc(ssrcs.getAsLong());
    }

    /**
     * Returns encodings with the rids that the peer's offer wants to receive, where one without a name was to be sent.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.10 RFC 9429 5.10, Applying a Remote Description
     */
    static List<RTCRtpEncodingParameters> wantedBy(
            MediaDescription offered, MediaKind kind, List<RTCRtpEncodingParameters> present, LongSupplier ssrcs) {
        List<SimulcastAttribute.Stream> streams = receivedBy(offered);
        boolean expands = kind == MediaKind.VIDEO
                && streams.size() > 1
                && present.size() == 1
                && present.getFirst().rid().isEmpty();
        if (!expands) {
            return present;
        }
        // a peer's rid may contain - and _, an application's may not (RFC 8851 10)
        Set<String> seen = new HashSet<>();
        List<RTCRtpEncodingParameters> named = streams.stream()
                .filter(s -> s.rid().length() <= RemoteMedia.LONGEST_RID && seen.add(s.rid()))
                .limit(VIDEO_AT_MOST)
                .map(s -> RTCRtpEncodingParameters.DEFAULT
                        .withRid(s.rid())
                        .withActive(!s.alternatives().getFirst().paused()))
                .toList();
        return named.size() < 2 ? present : filledIn(kind, named, ssrcs);
    }

    /**
     * Returns the encodings that remain after the peer's answer. Layers that it does not name are not sent. If it names
     * none, only the first is sent, without a name. Layers that it pauses wait.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8853#section-5.3.2 RFC 8853 5.3.2, Creating the SDP Answer
     */
    static List<RTCRtpEncodingParameters> leftBy(MediaDescription theirs, List<RTCRtpEncodingParameters> present) {
        if (present.size() < 2) {
            return present;
        }
        Map<String, Boolean> pausedByRid = new HashMap<>();
        for (SimulcastAttribute.Stream s : receivedBy(theirs)) {
            s.alternatives().forEach(a -> pausedByRid.putIfAbsent(a.rid(), a.paused()));
        }
        List<RTCRtpEncodingParameters> left = new ArrayList<>();
        for (RTCRtpEncodingParameters e : present) {
            Boolean paused = pausedByRid.get(e.rid());
            if (paused != null) {
                left.add(paused ? e.withActive(false) : e);
            }
        }
        return left.isEmpty() ? List.of(present.getFirst().withRid("").withResolutionScale(1)) : left;
    }

    /** Returns the streams that the peer receives, of those whose rid it describes. */
    private static List<SimulcastAttribute.Stream> receivedBy(MediaDescription theirs) {
        SimulcastAttribute simulcast = theirs.first(SimulcastAttribute.TYPE);
        if (simulcast == null) {
            return List.of();
        }
        Set<String> described = theirs.all(RidAttribute.TYPE).stream()
                .filter(r -> r.direction().equals("recv"))
                .map(RidAttribute::id)
                .collect(Collectors.toSet());
        return simulcast.recv().stream()
                .filter(s -> described.contains(s.rid()))
                .toList();
    }

    /** Returns whether two lists of encodings have the same names and SSRCs, which scripts may not change. */
    static boolean sameNames(List<RTCRtpEncodingParameters> a, List<RTCRtpEncodingParameters> b) {
        return a.size() == b.size() && names(a).equals(names(b)) && ssrcs(a).equals(ssrcs(b));
    }

    private static List<String> names(List<RTCRtpEncodingParameters> encodings) {
        return encodings.stream().map(RTCRtpEncodingParameters::rid).toList();
    }

    private static List<OptionalLong> ssrcs(List<RTCRtpEncodingParameters> encodings) {
        return encodings.stream().map(RTCRtpEncodingParameters::ssrc).toList();
    }
}
