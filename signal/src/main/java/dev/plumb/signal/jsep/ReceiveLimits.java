package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCResolutionRestriction;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.sdp.Bandwidth;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.FmtpAttribute;
import dev.plumb.sdp.attribute.ImageAttribute;
import dev.plumb.sdp.attribute.MaxptimeAttribute;
import dev.plumb.sdp.attribute.PtimeAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The limits that a peer announces in one media section for the media that it receives. They are applied to the
 * parameters of the sender.
 *
 * @param bps the most bits per second over all streams of the section
 * @param framerate the most pictures per second
 * @param ptimeMillis the milliseconds of sound that a packet should hold
 * @param maxptimeMillis the most milliseconds of sound that a packet may hold
 * @param parameters the format parameters by payload type
 * @param largest the largest picture by payload type; under -1 the largest picture of any payload type
 * @param byRid the restrictions of single streams by RID
 * @spec https://www.rfc-editor.org/rfc/rfc9429#section-5.10 RFC 9429 5.10, Applying a Remote Description
 * @spec https://www.rfc-editor.org/rfc/rfc8834#section-7.1 RFC 8834 7.1, Boundary Conditions and Circuit Breakers
 */
record ReceiveLimits(
        OptionalLong bps,
        OptionalDouble framerate,
        OptionalInt ptimeMillis,
        OptionalInt maxptimeMillis,
        Map<Integer, Map<String, String>> parameters,
        Map<Integer, RTCResolutionRestriction> largest,
        Map<String, RidAttribute> byRid) {
    static final ReceiveLimits NONE = new ReceiveLimits(
            OptionalLong.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Map.of(),
            Map.of(),
            Map.of());

    private static final int LONGEST_PACKET_MILLIS = 1_000;
    private static final int ALL = -1;
    private static final long LEAST_BPS = 6_000;

    /** Reads the limits of a section. */
    static ReceiveLimits of(SessionDescription description, MediaDescription section) {
        Map<Integer, Map<String, String>> parameters = new HashMap<>();
        for (int payloadType : section.payloadTypes()) {
            FmtpAttribute fmtp = section.fmtp(Integer.toString(payloadType));
            Map<String, String> lower = new HashMap<>();
            if (fmtp != null) {
                fmtp.parameters().forEach((k, v) -> lower.putIfAbsent(k.toLowerCase(Locale.ROOT), v));
            }
            parameters.put(payloadType, Map.copyOf(lower));
        }
        PtimeAttribute ptime = section.first(PtimeAttribute.TYPE);
        MaxptimeAttribute maxptime = section.first(MaxptimeAttribute.TYPE);
        Map<String, RidAttribute> byRid = new HashMap<>();
        section.all(RidAttribute.TYPE).stream()
                .filter(r -> r.direction().equals("recv"))
                .forEach(r -> byRid.putIfAbsent(r.id(), r));
        return new ReceiveLimits(
                bps(description, section),
                framerate(section),
                ptime == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(millis(ptime.millis().doubleValue())),
                maxptime == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(millis(maxptime.millis().doubleValue())),
                parameters,
                largest(section),
                byRid);
    }

    private static int millis(double millis) {
        return Math.clamp(Math.round(millis), 1, LONGEST_PACKET_MILLIS);
    }

    private static OptionalLong bps(SessionDescription description, MediaDescription section) {
        OptionalLong own = limitOf(section.bandwidths());
        OptionalLong all = limitOf(description.bandwidths());
        return own.isEmpty() || (all.isPresent() && all.getAsLong() < own.getAsLong()) ? all : own;
    }

    private static OptionalDouble framerate(MediaDescription section) {
        SdpAttribute attribute = section.first("framerate");
        try {
            double value =
                    attribute == null ? 0 : Double.parseDouble(attribute.value().strip());
            return value > 0 && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static Map<Integer, RTCResolutionRestriction> largest(MediaDescription section) {
        Map<Integer, RTCResolutionRestriction> largest = new HashMap<>();
        for (ImageAttribute image : section.all(ImageAttribute.TYPE)) {
            if (image.maxWidth().isPresent() || image.maxHeight().isPresent()) {
                largest.putIfAbsent(
                        image.payloadType(),
                        new RTCResolutionRestriction(image.maxWidth(), image.maxHeight(), OptionalLong.empty()));
            }
        }
        return largest;
    }

    /** Returns a codec of the section with the packet duration and the format parameters that the receiver asks for. */
    RTCRtpCodecParameters applied(RTCRtpCodecParameters codec) {
        RTCRtpCodecParameters limited = codec;
        if (!codec.isAuxiliary() && parameters.containsKey(codec.payloadType())) {
            limited = limited.withParameters(parameters.get(codec.payloadType()));
        }
        if (codec.channels() > 0 && !codec.isAuxiliary()) {
            if (maxptimeMillis.isPresent()) {
                limited = limited.withMaxptimeMillis(maxptimeMillis.getAsInt());
            }
            if (ptimeMillis.isPresent()) {
                // ptime is a wish, which maxptime bounds (RFC 8866 6.4)
                limited = limited.withPtimeMillis(
                        Math.min(ptimeMillis.getAsInt(), maxptimeMillis.orElse(Integer.MAX_VALUE)));
            }
        }
        return limited;
    }

    /**
     * Returns the streams of a sender, reduced to the limits. The bit rate of the section is shared out by picture
     * area, the smallest picture first. A stream for which too little is left is not sent; the smallest always is.
     *
     * @param payloadTypes the payload types of the codecs that can be sent, the preferred one first
     */
    List<RTCRtpEncodingParameters> applied(List<RTCRtpEncodingParameters> encodings, List<Integer> payloadTypes) {
        List<RTCRtpEncodingParameters> limited = new ArrayList<>();
        for (RTCRtpEncodingParameters e : encodings) {
            RTCRtpEncodingParameters understood = understood(e, payloadTypes);
            limited.add(one(
                    understood,
                    understood.codecPayloadType().orElse(payloadTypes.isEmpty() ? 0 : payloadTypes.getFirst())));
        }
        if (bps.isPresent()) {
            share(limited, bps.getAsLong());
        }
        return limited;
    }

    /**
     * Gives a stream a codec that the peer accepts under its RID. A stream for which there is none is not sent.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8851#section-4 RFC 8851 4, SDP "a=rid" Media Level Attribute
     */
    private RTCRtpEncodingParameters understood(RTCRtpEncodingParameters e, List<Integer> payloadTypes) {
        RidAttribute rid = e.rid().isEmpty() ? null : byRid.get(e.rid());
        List<Integer> taken = rid == null ? List.of() : rid.payloadTypes();
        if (taken.isEmpty() || payloadTypes.isEmpty()) {
            return e;
        }
        int present = e.codecPayloadType().orElse(payloadTypes.getFirst());
        if (taken.contains(present)) {
            return e;
        }
        return payloadTypes.stream()
                .filter(taken::contains)
                .findFirst()
                .map(e::withCodecPayloadType)
                .orElseGet(() -> e.withActive(false));
    }

    private RTCRtpEncodingParameters one(RTCRtpEncodingParameters e, int payloadType) {
        RTCRtpEncodingParameters limited = e;
        if (framerate.isPresent()) {
            limited = slower(limited, framerate.getAsDouble());
        }
        RTCResolutionRestriction most = largest.getOrDefault(payloadType, largest.get(ALL));
        if (most != null) {
            limited = limited.withScaleResolutionDownTo(
                    limited.scaleResolutionDownTo().and(most));
        }
        RidAttribute rid = e.rid().isEmpty() ? null : byRid.get(e.rid());
        return rid == null ? limited : restricted(limited, rid);
    }

    private static RTCRtpEncodingParameters slower(RTCRtpEncodingParameters e, double framesPerSecond) {
        return e.withMaxFramerate(Math.min(framesPerSecond, e.maxFramerate().orElse(Double.MAX_VALUE)));
    }

    /**
     * Applies the restrictions of a stream.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8851#section-5 RFC 8851 5, "a=rid" Restrictions
     */
    private static RTCRtpEncodingParameters restricted(RTCRtpEncodingParameters e, RidAttribute rid) {
        RTCRtpEncodingParameters limited = e;
        OptionalLong mostBps = number(rid, "max-br");
        if (mostBps.isPresent()) {
            limited = limited.withMaxBitrateBps(
                    Math.min(mostBps.getAsLong(), e.maxBitrateBps().orElse(Long.MAX_VALUE)));
        }
        OptionalLong fps = number(rid, "max-fps");
        if (fps.isPresent()) {
            limited = slower(limited, (double) fps.getAsLong());
        }
        OptionalLong pixels = number(rid, "max-fs");
        return limited.withScaleResolutionDownTo(limited.scaleResolutionDownTo()
                .and(new RTCResolutionRestriction(
                        narrow(number(rid, "max-width")), narrow(number(rid, "max-height")), pixels)));
    }

    private static OptionalLong number(RidAttribute rid, String name) {
        String text = rid.restriction(name);
        boolean good = text != null
                && !text.isEmpty()
                && text.length() <= 18
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = good ? Long.parseLong(text) : 0;
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static OptionalInt narrow(OptionalLong value) {
        return value.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(Integer.MAX_VALUE, value.getAsLong()));
    }

    private static void share(List<RTCRtpEncodingParameters> encodings, long total) {
        List<Integer> smallestFirst = new ArrayList<>();
        double weights = 0;
        for (int i = 0; i < encodings.size(); i++) {
            if (encodings.get(i).active()) {
                smallestFirst.add(i);
                weights += weight(encodings.get(i));
            }
        }
        smallestFirst.sort(Comparator.comparingDouble((Integer i) -> weight(encodings.get(i))));
        long left = total;
        for (int i : smallestFirst) {
            RTCRtpEncodingParameters e = encodings.get(i);
            long fair = (long) (total * (weight(e) / weights));
            long own = Math.min(left, e.maxBitrateBps().orElse(fair));
            boolean enough = own >= LEAST_BPS || smallestFirst.getFirst() == i;
            encodings.set(i, enough ? e.withMaxBitrateBps(own) : e.withActive(false));
            left -= enough ? own : 0;
        }
    }

    /** Returns the share of the full picture's area that a stream has. */
    private static double weight(RTCRtpEncodingParameters e) {
        return 1 / (e.resolutionScale() * e.resolutionScale());
    }

    /**
     * Returns the bit rate without headers. TIAS is that rate; AS and CT include headers, whose estimated rate is
     * subtracted. Empty where none is given.
     */
    private static OptionalLong limitOf(List<Bandwidth> bandwidths) {
        OptionalLong found = OptionalLong.empty();
        for (Bandwidth b : bandwidths) {
            if (b.type().equals(Bandwidth.TIAS)) {
                return OptionalLong.of(b.amount());
            }
            boolean asOrTotal = b.type().equals(Bandwidth.AS) || b.type().equals("CT");
            if (asOrTotal && found.isEmpty()) {
                // RFC 9429 5.10: 95 % of it, less 40 bytes of headers for each of 50 packets per second
                found = OptionalLong.of(Math.max(0, (long) (b.rateBps() * 0.95) - 50 * 40 * 8));
            }
        }
        return found;
    }
}
