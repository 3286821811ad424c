package dev.plumb.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/** The files that the demo writes beside its recording: figures as JSON, and a self-contained page of plots. */
final class DemoReport {
    private static final int PLOT_WIDTH = 640;
    private static final int PLOT_HEIGHT = 160;

    private final List<DemoSample> samples;
    private final double setupMillis;
    private final Path played;
    private final Path recording;

    DemoReport(List<DemoSample> samples, double setupMillis, Path played, Path recording) {
        this.samples = List.copyOf(samples);
        this.setupMillis = setupMillis;
        this.played = played;
        this.recording = recording;
    }

    boolean mediaArrived() {
        DemoSample last = samples.getLast();
        return last.audio().packetsReceived() + last.video().packetsReceived() > 0;
    }

    void write(Path folder) throws IOException {
        ObjectNode result = result();
        Files.writeString(
                folder.resolve("result.json"),
                JsonLines.JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result) + "\n");
        Files.writeString(folder.resolve("report.html"), html(result));
    }

    private ObjectNode result() {
        DemoSample last = samples.getLast();
        ObjectNode result = JsonLines.JSON.createObjectNode();
        result.put("seconds", round(last.atSeconds()));
        result.put("setupMillis", round(setupMillis));
        if (!Double.isNaN(last.rttMillis())) {
            result.put("rttMillis", round(last.rttMillis()));
        }
        way(result.putObject("audio"), last.audio());
        way(result.putObject("video"), last.video()).put("framesDecoded", last.framesDecoded());
        result.put("played", played.getFileName().toString());
        result.put("recording", recording.getFileName().toString());
        return result;
    }

    private static ObjectNode way(ObjectNode node, DemoSample.Way way) {
        return node.put("packetsSent", way.packetsSent())
                .put("packetsReceived", way.packetsReceived())
                .put("packetsLost", way.packetsLost())
                .put("bytes", way.bytesReceived())
                .put("bytesSent", way.bytesSent())
                .put("jitterMillis", round(way.jitterMillis()));
    }

    private static double round(double value) {
        return Double.isNaN(value) ? 0 : Math.round(value * 1_000) / 1_000.0;
    }

    private String html(ObjectNode result) {
        StringBuilder page = new StringBuilder();
        page.append("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Plumb demo</title>
                <style>
                body { font: 15px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
                h2 { font-size: 1rem; margin: 1.6rem 0 .3rem }
                svg { width: 100%; height: auto; background: #f7f7f9; border-radius: 4px }
                video { width: 100%; background: #000; border-radius: 4px }
                pre { background: #f7f7f9; padding: 1rem; border-radius: 4px; overflow: auto }
                </style></head><body><h1>Plumb demo</h1>
                <p>Two agents on one machine; one played a file, the other recorded what arrived.</p>
                """);
        page.append("<video controls src=\"").append(recording.getFileName()).append("\"></video>\n");
        plot(
                page,
                "Video, kbit/s",
                (a, b) -> rate(a.video().bytesReceived(), b.video().bytesReceived(), a, b));
        plot(
                page,
                "Video, frames a second",
                (a, b) -> (b.framesDecoded() - a.framesDecoded()) / (b.atSeconds() - a.atSeconds()));
        plot(
                page,
                "Audio, kbit/s",
                (a, b) -> rate(a.audio().bytesReceived(), b.audio().bytesReceived(), a, b));
        plot(page, "Round trip, ms", (a, b) -> Double.isNaN(b.rttMillis()) ? 0 : b.rttMillis());
        plot(page, "Jitter of video, ms", (a, b) -> b.video().jitterMillis());
        plot(page, "Packets lost", (a, b) -> b.video().packetsLost() + b.audio().packetsLost());
        page.append("<h2>Figures</h2><pre>").append(result.toPrettyString().replace("<", "&lt;"));
        return page.append("</pre></body></html>\n").toString();
    }

    private static double rate(long from, long to, DemoSample a, DemoSample b) {
        return (to - from) * 8 / 1e3 / (b.atSeconds() - a.atSeconds());
    }

    private void plot(StringBuilder page, String title, ToDoubleBiFunction<DemoSample, DemoSample> value) {
        double most = 0;
        for (int i = 1; i < samples.size(); i++) {
            most = Math.max(most, value.applyAsDouble(samples.get(i - 1), samples.get(i)));
        }
        // a flat line of zeros lies on the axis
        double top = most > 0 ? most : 1;
        StringBuilder points = new StringBuilder();
        double end = Math.max(1e-9, samples.getLast().atSeconds());
        for (int i = 1; i < samples.size(); i++) {
            double v = value.applyAsDouble(samples.get(i - 1), samples.get(i));
            double x = 40 + (PLOT_WIDTH - 50) * samples.get(i).atSeconds() / end;
            double y = PLOT_HEIGHT - 20 - (PLOT_HEIGHT - 40) * v / top;
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        page.append("<h2>").append(title).append("</h2>\n");
        page.append(String.format(
                Locale.ROOT,
                """
                <svg viewBox="0 0 %d %d" role="img"><polyline fill="none" stroke="#2563eb" stroke-width="2" points="%s"/>
                <text x="4" y="24" font-size="11" fill="#666">%.4g</text><text x="4" y="%d" font-size="11" fill="#666">0</text>
                <text x="%d" y="%d" font-size="11" fill="#666" text-anchor="end">%.0f s</text></svg>
                """,
                PLOT_WIDTH,
                PLOT_HEIGHT,
                points,
                most,
                PLOT_HEIGHT - 18,
                PLOT_WIDTH - 10,
                PLOT_HEIGHT - 4,
                end));
    }
}
