package dev.plumb.rtp.payload;

import dev.plumb.rtp.payload.Depacketizer.Depacketized;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameter sets of one H.264 stream. They are remembered as they arrive: with a picture, by themselves, or with a
 * timestamp of their own. A key frame is given the parameter sets that it lacks. Any other picture is given those that
 * arrived since the picture before it.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6184#section-8.4 RFC 6184 8.4, Parameter Set Considerations
 */
public final class H264ParameterSets {
    private static final int REMEMBERED_AT_MOST = 64;
    private static final int BYTES_AT_MOST = 2_048;
    /** The most bytes of parameter sets put in front of one picture, which may itself be only two bytes long. */
    private static final int ALL_BYTES_AT_MOST = 8_192;

    private static final int SPS_ID_AT = 4;

    private final Map<Id, byte[]> remembered = new LinkedHashMap<>();
    private final Map<Id, byte[]> fresh = new LinkedHashMap<>();
    private boolean apart;

    /** Creates an instance that remembers nothing yet. */
    public H264ParameterSets() {}

    /**
     * The type and id of a parameter set. Sequence parameter sets sort before the picture parameter sets that name
     * them.
     */
    private record Id(int type, int number) implements Comparable<Id> {
        @Override
        public int compareTo(Id other) {
            return type == other.type ? Integer.compare(number, other.number) : Integer.compare(type, other.type);
        }
    }

    /**
     * Returns whether a payload begins a key frame in a stream whose parameter sets arrive apart from pictures. Its key
     * frames begin with a slice, which other streams would not take for a beginning.
     */
    public boolean beginsKeyFrame(byte[] payload) {
        return apart && H264Depacketizer.beginsIdr(payload);
    }

    /** Remembers the parameter sets of a frame. Returns the frame with the earlier parameter sets that it needs. */
    public Depacketized completed(Depacketized frame) {
        if (!frame.parameterSets() && !frame.keyFrame() && fresh.isEmpty()) {
            return frame;
        }
        Map<Id, byte[]> own = frame.parameterSets() ? sets(frame.data()) : Map.of();
        remember(remembered, own);
        if (!frame.picture()) {
            apart |= !own.isEmpty();
            remember(fresh, own);
            return frame;
        }
        Map<Id, byte[]> missing = new TreeMap<>(frame.keyFrame() && !isComplete(own.keySet()) ? remembered : fresh);
        missing.keySet().removeAll(own.keySet());
        fresh.clear();
        if (missing.isEmpty()) {
            return frame;
        }
        H264Size size = null;
        for (byte[] set : missing.values()) {
            size = size == null && H264Nal.type(set[0]) == H264Nal.SPS ? H264Size.of(set, 0, set.length) : size;
        }
        byte[] data = before(frame.data(), bytes(missing.values()));
        return size == null ? frame.with(data, 0, 0) : frame.with(data, size.width(), size.height());
    }

    private static boolean isComplete(Set<Id> ids) {
        return ids.stream().map(Id::type).collect(Collectors.toSet()).size() == 2;
    }

    private static void remember(Map<Id, byte[]> in, Map<Id, byte[]> sets) {
        sets.forEach((id, set) -> {
            in.remove(id);
            in.put(id, set);
        });
        int bytes = in.values().stream().mapToInt(set -> set.length).sum();
        Iterator<byte[]> oldest = in.values().iterator();
        for (int left = in.size(); left > REMEMBERED_AT_MOST || bytes > ALL_BYTES_AT_MOST; left--) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }

    private static Map<Id, byte[]> sets(byte[] frame) {
        Map<Id, byte[]> found = new LinkedHashMap<>();
        for (H264Nal.Span span : H264Nal.split(frame)) {
            byte[] unit = Arrays.copyOfRange(frame, span.from(), span.to());
            int type = H264Nal.type(unit[0]);
            if ((type == H264Nal.SPS || type == H264Nal.PPS) && unit.length > 1 && unit.length <= BYTES_AT_MOST) {
                found.put(new Id(type, number(unit, type == H264Nal.SPS ? SPS_ID_AT : 1)), unit);
            }
        }
        return found;
    }

    /** Reads an Exp-Golomb number. Returns -1 if it is truncated or longer than ids are. */
    private static int number(byte[] unit, int from) {
        int zeros = 0;
        int at = from * 8;
        while (at < unit.length * 8 && bit(unit, at) == 0) {
            zeros++;
            at++;
        }
        if (zeros > 8 || at + zeros >= unit.length * 8) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i <= zeros; i++) {
            value = value << 1 | bit(unit, at + i);
        }
        return value - 1;
    }

    private static int bit(byte[] unit, int at) {
        return unit[at / 8] >>> (7 - at % 8) & 1;
    }

    private static byte[] bytes(Iterable<byte[]> units) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            all.writeBytes(new byte[] {0, 0, 0, 1});
            all.writeBytes(unit);
        }
        return all.toByteArray();
    }

    /** Inserts parameter sets in front of a frame, but behind an access unit delimiter (H.264 7.4.1.2.3). */
    private static byte[] before(byte[] frame, byte[] sets) {
        List<H264Nal.Span> units = H264Nal.split(frame);
        boolean delimited =
                !units.isEmpty() && H264Nal.type(frame[units.getFirst().from()]) == H264Nal.DELIMITER;
        int at = delimited ? units.getFirst().to() : 0;
        byte[] all = new byte[frame.length + sets.length];
        System.arraycopy(frame, 0, all, 0, at);
        System.arraycopy(sets, 0, all, at, sets.length);
        System.arraycopy(frame, at, all, at + sets.length, frame.length - at);
        return all;
    }

    /**
     * Returns a key frame with the parameter sets of the stream's session description, if it arrives without any.
     *
     * @param sprop the format parameter sprop-parameter-sets: NAL units in base64, separated by commas
     * @spec https://www.rfc-editor.org/rfc/rfc6184#section-8.1 RFC 6184 8.1, Media Type Registration
     */
    public static byte[] completed(byte[] frame, @Nullable String sprop) {
        if (sprop == null || sprop.length() > 2 * ALL_BYTES_AT_MOST || H264Nal.holds(frame, H264Nal.SPS)) {
            return frame;
        }
        List<byte[]> units = new ArrayList<>();
        for (String text : sprop.split(",", REMEMBERED_AT_MOST)) {
            byte[] unit = decoded(text.strip());
            int type = unit.length < 2 ? 0 : H264Nal.type(unit[0]);
            if (type == H264Nal.SPS || type == H264Nal.PPS) {
                units.add(unit);
            }
        }
        return units.isEmpty() ? frame : before(frame, bytes(units));
    }

    private static byte[] decoded(String base64) {
        try {
            return base64.length() > 2 * BYTES_AT_MOST
                    ? new byte[0]
                    : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
