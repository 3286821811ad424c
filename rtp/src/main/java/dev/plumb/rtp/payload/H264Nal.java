package dev.plumb.rtp.payload;

import java.util.ArrayList;
import java.util.List;

/**
 * NAL units in the byte stream format: each behind a start code of two or three zeros and a one.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6184#section-1.3 RFC 6184 1.3, Network Abstraction Layer Unit Types
 */
final class H264Nal {
    static final int SLICE = 1;
    static final int IDR = 5;
    static final int SPS = 7;
    static final int PPS = 8;
    static final int DELIMITER = 9;
    static final int END_OF_SEQUENCE = 10;
    static final int END_OF_STREAM = 11;
    static final int STAP_A = 24;
    static final int FU_A = 28;

    private H264Nal() {}

    /** One unit's place. */
    record Span(int from, int to) {
        int bytes() {
            return to - from;
        }
    }

    static int type(int header) {
        return header & 0x1f;
    }

    /** Returns whether NAL units of a type are slices of a picture, whole or partitioned (H.264 table 7-1). */
    static boolean isSlice(int type) {
        return type >= SLICE && type <= IDR;
    }

    /** Returns the units of an access unit. Trailing zeros belong to none. */
    static List<Span> split(byte[] frame) {
        List<Span> units = new ArrayList<>(8);
        int start = -1;
        int i = 0;
        while (i + 2 < frame.length) {
            if (frame[i + 2] > 1 || frame[i + 2] < 0) {
                i += 3;
            } else if (frame[i] == 0 && frame[i + 1] == 0 && frame[i + 2] == 1) {
                add(units, frame, start, i);
                start = i + 3;
                i += 3;
            } else {
                i++;
            }
        }
        add(units, frame, start, frame.length);
        return units;
    }

    /** Returns whether an access unit contains a NAL unit of a type. */
    static boolean holds(byte[] frame, int type) {
        return split(frame).stream().anyMatch(s -> type(frame[s.from]) == type);
    }

    private static void add(List<Span> units, byte[] frame, int from, int end) {
        int to = end;
        while (to > from && from >= 0 && frame[to - 1] == 0) {
            to--;
        }
        if (from >= 0 && to > from) {
            units.add(new Span(from, to));
        }
    }
}
