package dev.plumb.cli;

import dev.plumb.base.loop.ManualLoop;
import dev.plumb.codecs.ffmpeg.FileSource;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.testkit.ToneMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file with the demo's clip in it, or what came of it: pictures by their number, and sound. */
final class MediaFile {
    final SortedMap<Integer, VideoFrame> pictures = new TreeMap<>();
    final List<Integer> numbers = new ArrayList<>();
    final ToneMeter sound = new ToneMeter(48_000);
    int pictureCount;

    static MediaFile read(Path path) throws IOException {
        MediaFile file = new MediaFile();
        AtomicBoolean ended = new AtomicBoolean();
        ManualLoop loop = new ManualLoop(0, 0);
        FileSource source = FileSource.open(path, false, () -> ended.set(true));
        source.audio().orElseThrow().start(loop, f -> file.sound.add(f.samples(), f.channels()));
        source.video().orElseThrow().start(loop, file::picture);
        while (!ended.get()) {
            loop.run(Math.max(loop.nowNanos(), Math.min(loop.nextDeadlineNanos(), loop.nowNanos() + 1_000_000_000L)));
        }
        source.audio().orElseThrow().stop();
        source.video().orElseThrow().stop();
        loop.run(loop.nowNanos());
        return file;
    }

    private void picture(VideoFrame frame) {
        pictureCount++;
        TestPattern.numberIn(frame).ifPresent(number -> {
            pictures.putIfAbsent(number, frame);
            numbers.add(number);
        });
    }

    /** The mean structural similarity of luma, over windows of 8 by 8. */
    static double ssim(VideoFrame a, VideoFrame b) {
        double sum = 0;
        int windows = 0;
        for (int y = 0; y + 8 <= a.height(); y += 8) {
            for (int x = 0; x + 8 <= a.width(); x += 8) {
                sum += window(a, b, x, y);
                windows++;
            }
        }
        return sum / windows;
    }

    private static double window(VideoFrame a, VideoFrame b, int left, int top) {
        double sumA = 0;
        double sumB = 0;
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        for (int y = top; y < top + 8; y++) {
            for (int x = left; x < left + 8; x++) {
                double p = a.luma(x, y);
                double q = b.luma(x, y);
                sumA += p;
                sumB += q;
                sumAa += p * p;
                sumBb += q * q;
                sumAb += p * q;
            }
        }
        double meanA = sumA / 64;
        double meanB = sumB / 64;
        double varA = sumAa / 64 - meanA * meanA;
        double varB = sumBb / 64 - meanB * meanB;
        double cov = sumAb / 64 - meanA * meanB;
        double c1 = 6.5025;
        double c2 = 58.5225;
        return (2 * meanA * meanB + c1) * (2 * cov + c2) / ((meanA * meanA + meanB * meanB + c1) * (varA + varB + c2));
    }
}
