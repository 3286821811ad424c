package dev.plumb.rtp.rtp;

import dev.plumb.rtp.payload.PayloadFormat;

/**
 * The meaning of a payload type number.
 *
 * @param number the payload type number, 0 to 127
 * @param format the payload format, which puts frames into payloads
 * @param clockRateHz the clock rate of the timestamps, in Hz
 */
public record PayloadType(int number, PayloadFormat format, int clockRateHz) {
    public PayloadType {
        if (number < 0 || number > 127) {
            throw new IllegalArgumentException("a payload type is 0 to 127, not " + number);
        }
        if (clockRateHz <= 0) {
            throw new IllegalArgumentException("clockRateHz must be above 0, not " + clockRateHz);
        }
    }
}
