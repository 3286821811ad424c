package dev.plumb.media.audio;

/**
 * The options of a {@link PcmSink}.
 *
 * @param sampleRateHz the rate of the frames, 8000 to 192000. The default is 16000, which speech recognisers take.
 * @param channels the channels of the frames, 1 or 2. The default is 1.
 * @param frameSamples the length of each frame in samples of one channel, up to a second. A longer frame costs fewer
 *     calls and is delivered later. The default is 320, 20 ms at 16 kHz.
 * @param waitingAtMost the most frames that wait for a slow consumer, 1 to 10000. Beyond it the oldest one is dropped.
 *     A higher value loses less and lets the consumer fall further behind. The default is 100.
 */
public record PcmSinkOptions(int sampleRateHz, int channels, int frameSamples, int waitingAtMost) {
    private static final int MOST_WAITING = 10_000;

    /** 16 kHz, one channel, frames of 20 ms, of which 100 wait. */
    public static final PcmSinkOptions DEFAULT = new PcmSinkOptions(16_000, 1, 320, 100);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException where a value is out of its range
     */
    public PcmSinkOptions {
        PcmFormats.require(sampleRateHz, channels);
        PcmFormats.requireBetween("frameSamples", frameSamples, 1, sampleRateHz);
        PcmFormats.requireBetween("waitingAtMost", waitingAtMost, 1, MOST_WAITING);
    }

    /** Returns these options with another rate and frame length. */
    public PcmSinkOptions withFormat(int newSampleRateHz, int newFrameSamples) {
        return new PcmSinkOptions(newSampleRateHz, channels, newFrameSamples, waitingAtMost);
    }

    /** Returns these options with another number of channels. */
    public PcmSinkOptions withChannels(int newChannels) {
        return new PcmSinkOptions(sampleRateHz, newChannels, frameSamples, waitingAtMost);
    }

    /** Returns these options with another limit of frames that wait. */
    public PcmSinkOptions withWaitingAtMost(int newWaitingAtMost) {
        return new PcmSinkOptions(sampleRateHz, channels, frameSamples, newWaitingAtMost);
    }
}
