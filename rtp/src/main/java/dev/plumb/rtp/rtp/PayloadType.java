package dev.plumb.rtp.rtp;

import dev.plumb.rtp.payload.PayloadFormat;

/**
 * What a payload type number stands for.
 *
 * @param number 0 to 127
 * @param format how frames go into payloads
 * @param clockRateHz of the timestamps
 */
public record PayloadType(int number, PayloadFormat format, int clockRateHz) {
    public PayloadType {
        if (number < 0 || number > 127) {
            throw new IllegalArgumentException("a payload type is 0 to 127, not " + number);
        }
        if (clockRateHz <= 0) {
            throw new IllegalArgumentException("a clock rate is above 0, not " + clockRateHz);
        }
    }
}
