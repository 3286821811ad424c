package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCDtlsFingerprint;
import dev.plumb.objects.RTCDtlsParameters;
import dev.plumb.objects.RTCDtlsRole;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCRtcpFeedback;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.ExtmapAttribute;
import dev.plumb.sdp.attribute.FingerprintAttribute;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.FmtpAttribute;
import dev.plumb.sdp.attribute.IcePwdAttribute;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import dev.plumb.sdp.attribute.MsidAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.RtpmapAttribute;
import dev.plumb.sdp.attribute.SetupAttribute;
import dev.plumb.sdp.attribute.SsrcAttribute;
import dev.plumb.sdp.attribute.SsrcGroupAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A reader of media sections into the objects' dictionaries. It ignores lines that cannot be used. */
final class RemoteMedia {
    /** The most kinds of feedback read for one codec. */
    private static final int FEEDBACK_AT_MOST = 64;

    static final int LONGEST_RID = 255;
    private static final int HIGHEST_PORT = 65_535;
    /** The most streams read from one section. Further streams are recognised when their packets arrive. */
    static final int ENCODINGS_AT_MOST = 64;
    /** The most media streams read for the track of one section. */
    private static final int STREAMS_AT_MOST = 64;
    /** The most fingerprints read for one section: one for each known hash, of several certificates. */
    private static final int FINGERPRINTS_AT_MOST = 32;

    private RemoteMedia() {}

    /** Returns the kind of media of a section, or empty if it is neither audio nor video. */
    static Optional<MediaKind> kind(MediaDescription section) {
        return switch (section.media()) {
            case "audio" -> Optional.of(MediaKind.AUDIO);
            case "video" -> Optional.of(MediaKind.VIDEO);
            default -> Optional.empty();
        };
    }

    /**
     * Returns whether a section has a kind of media and a profile that this side supports. Data also needs a valid SCTP
     * port.
     */
    static boolean isOurs(MediaDescription section) {
        String proto = section.proto().toUpperCase(Locale.ROOT);
        boolean media = kind(section).isPresent() && proto.contains("RTP/");
        int port = section.sctpPort().orElse(RTCSctpTransport.DEFAULT_PORT);
        boolean data =
                section.media().equals("application") && proto.contains("SCTP") && port >= 1 && port <= HIGHEST_PORT;
        return media || data;
    }

    static boolean hasTransport(SessionDescription description, MediaDescription section) {
        return ice(description, section).isPresent()
                && !description.allInherited(section, FingerprintAttribute.TYPE).isEmpty();
    }

    static List<RTCRtpCodecParameters> codecs(MediaDescription section) {
        List<RTCRtpCodecParameters> found = new ArrayList<>();
        for (int payloadType : section.payloadTypes()) {
            RtpmapAttribute map = section.rtpmap(payloadType);
            boolean looksLikeRtcp = payloadType >= 64 && payloadType <= 95;
            if (map == null || payloadType > 127 || looksLikeRtcp || map.clockRateHz() <= 0) {
                continue;
            }
            FmtpAttribute fmtp = section.fmtp(Integer.toString(payloadType));
            Map<String, String> parameters = new TreeMap<>();
            if (fmtp != null) {
                fmtp.parameters().forEach((k, v) -> parameters.put(k.toLowerCase(Locale.ROOT), v));
            }
            List<RTCRtcpFeedback> feedback = section.rtcpFeedback(payloadType).stream()
                    .map(f -> new RTCRtcpFeedback(f.type(), f.parameter()))
                    .distinct()
                    .limit(FEEDBACK_AT_MOST)
                    .toList();
            int channels = section.media().equals("audio") ? Math.max(1, map.channels()) : 0;
            found.add(new RTCRtpCodecParameters(
                    map.encodingName(), payloadType, map.clockRateHz(), channels, feedback, parameters));
        }
        return found;
    }

    static List<RTCRtpHeaderExtensionParameters> headerExtensions(
            SessionDescription description, MediaDescription section) {
        return headerExtensions(description.allInherited(section, ExtmapAttribute.TYPE));
    }

    /** Returns the header extensions of the section itself. */
    static List<RTCRtpHeaderExtensionParameters> headerExtensions(MediaDescription section) {
        return headerExtensions(section.all(ExtmapAttribute.TYPE));
    }

    private static List<RTCRtpHeaderExtensionParameters> headerExtensions(List<ExtmapAttribute> all) {
        Map<Integer, RTCRtpHeaderExtensionParameters> byId = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        for (ExtmapAttribute e : all) {
            boolean usable = !e.isEncrypted() && e.id() >= 1 && e.id() <= 255 && e.id() != 15;
            if (usable && !byId.containsKey(e.id()) && known.add(e.uri())) {
                byId.put(e.id(), new RTCRtpHeaderExtensionParameters(e.uri(), e.id()));
            }
        }
        return List.copyOf(byId.values());
    }

    /**
     * Returns the streams that the section announces by SSRC or by rid, or none if it announces none. If a section
     * holds several tracks, as browsers wrote before 2018, they are those of the first.
     */
    static List<RTCRtpEncodingParameters> encodings(MediaDescription section) {
        List<RTCRtpEncodingParameters> byRid = section.all(RidAttribute.TYPE).stream()
                .filter(r -> r.direction().equals("send"))
                .map(RidAttribute::id)
                .filter(id -> id.length() <= LONGEST_RID)
                .distinct()
                .limit(ENCODINGS_AT_MOST)
                .map(RTCRtpEncodingParameters.DEFAULT::withRid)
                .toList();
        if (!byRid.isEmpty()) {
            return byRid;
        }
        Map<Long, Long> repairs = new HashMap<>();
        Set<Long> seen = new HashSet<>(repairing(section, repairs));
        Optional<String> track = section.all(SsrcAttribute.TYPE).stream()
                .filter(s -> s.property().equalsIgnoreCase("msid"))
                .map(SsrcAttribute::text)
                .findFirst();
        Set<Long> others = section.all(SsrcAttribute.TYPE).stream()
                .filter(s -> s.property().equalsIgnoreCase("msid") && !s.text().equals(track.orElse("")))
                .map(SsrcAttribute::ssrc)
                .collect(Collectors.toSet());
        return section.all(SsrcAttribute.TYPE).stream()
                .map(SsrcAttribute::ssrc)
                .filter(ssrc -> !others.contains(ssrc) && seen.add(ssrc))
                .limit(ENCODINGS_AT_MOST)
                .map(ssrc -> encoding(ssrc, repairs))
                .toList();
    }

    private static Set<Long> repairing(MediaDescription section, Map<Long, Long> repairs) {
        Set<Long> repairing = new HashSet<>();
        for (SsrcGroupAttribute g : section.all(SsrcGroupAttribute.TYPE)) {
            boolean pair =
                    g.ssrcs().size() == 2 && !g.ssrcs().get(0).equals(g.ssrcs().get(1));
            if (g.semantics().equalsIgnoreCase("FID")
                    && pair
                    && repairing.add(g.ssrcs().get(1))) {
                repairs.putIfAbsent(g.ssrcs().get(0), g.ssrcs().get(1));
            }
        }
        return repairing;
    }

    private static RTCRtpEncodingParameters encoding(long ssrc, Map<Long, Long> repairs) {
        RTCRtpEncodingParameters one = RTCRtpEncodingParameters.DEFAULT.withSsrc(ssrc);
        Long rtx = repairs.get(ssrc);
        return rtx == null ? one : one.withRtxSsrc(rtx);
    }

    static List<String> streamIds(MediaDescription section) {
        if (section.all(MsidAttribute.TYPE).isEmpty()) {
            return streamIdsOfSources(section);
        }
        return section.all(MsidAttribute.TYPE).stream()
                .filter(m -> !m.isStreamless())
                .map(MsidAttribute::streamId)
                .distinct()
                .limit(STREAMS_AT_MOST)
                .toList();
    }

    /** Returns the stream ids that older peers write for each source: {@code a=ssrc:1 msid:stream track}. */
    private static List<String> streamIdsOfSources(MediaDescription section) {
        return section.all(SsrcAttribute.TYPE).stream()
                .filter(s -> s.property().equalsIgnoreCase("msid"))
                .map(s -> s.text().split(" ", 2)[0])
                .filter(id -> !id.isEmpty() && !id.equals("-"))
                .distinct()
                .limit(STREAMS_AT_MOST)
                .toList();
    }

    static Optional<RTCIceParameters> ice(SessionDescription description, MediaDescription section) {
        IceUfragAttribute ufrag = description.inherited(section, IceUfragAttribute.TYPE);
        IcePwdAttribute pwd = description.inherited(section, IcePwdAttribute.TYPE);
        if (ufrag == null || pwd == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RTCIceParameters(ufrag.ufrag(), pwd.password(), description.has(FlagAttribute.ICE_LITE)));
        } catch (RTCException e) {
            return Optional.empty();
        }
    }

    /** Returns the DTLS parameters of the peer: its role and fingerprints. */
    static Optional<RTCDtlsParameters> dtls(
            SessionDescription description, MediaDescription section, RTCDtlsRole peerRole) {
        List<RTCDtlsFingerprint> fingerprints = description.allInherited(section, FingerprintAttribute.TYPE).stream()
                .limit(FINGERPRINTS_AT_MOST)
                .map(f -> new RTCDtlsFingerprint(f.algorithm().toLowerCase(Locale.ROOT), f.hash()))
                .toList();
        return fingerprints.isEmpty() ? Optional.empty() : Optional.of(new RTCDtlsParameters(peerRole, fingerprints));
    }

    static SetupAttribute setup(SessionDescription description, MediaDescription section, SetupAttribute fallback) {
        SetupAttribute setup = description.inherited(section, SetupAttribute.TYPE);
        return setup == null ? fallback : setup;
    }
}
