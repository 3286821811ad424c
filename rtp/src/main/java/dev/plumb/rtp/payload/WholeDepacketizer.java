package dev.plumb.rtp.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The payload is the frame. */
enum WholeDepacketizer implements Depacketizer {
    INSTANCE;

    @Override
    public boolean beginsKeyFrame(byte[] payload) {
        return true;
    }

    @Override
    public @Nullable Depacketized depacketize(List<byte[]> payloads) {
        return payloads.size() == 1 ? new Depacketized(payloads.getFirst(), true, 0, 0) : null;
    }
}
