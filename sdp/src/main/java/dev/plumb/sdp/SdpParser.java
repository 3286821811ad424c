package dev.plumb.sdp;

import dev.plumb.sdp.text.SdpText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parser of descriptions. It is strict only where a description is unusable: too big, its first line is not
 * {@code v=0}, a line does not begin with {@code x=}, or an {@code m=} line is malformed. Everything else is kept as it
 * is, unknown lines in their place.
 *
 * <p>Lines end with CRLF, LF or CR (a run of CR counts as one); the last one may lack its end. Blank lines are
 * tolerated, and kept, at the end only. Throws nothing on any text.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5 RFC 8866 5
 */
public final class SdpParser {
    /** The longest description read, in characters. */
    public static final int MAX_LENGTH = 1 << 20;

    /** The most media sections read. */
    public static final int MAX_MEDIA = 1000;

    private final String text;
    private final List<SdpLine> sessionLines = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    private final StringBuilder tail = new StringBuilder();

    /** The section being read, null while in the session part. */
    private @Nullable MediaLine mediaLine;

    private List<SdpLine> mediaLines = new ArrayList<>();
    private int lineNumber;
    private int firstBlankLineNumber;

    private SdpParser(String text) {
        this.text = text;
    }

    /** Reads a description. */
    public static SdpParse parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new SdpParse.Malformed(0, "", "longer than " + MAX_LENGTH + " characters");
        }
        return new SdpParser(text).parse();
    }

    private SdpParse parse() {
        int start = 0;
        while (start < text.length()) {
            int end = endOfLine(start);
            SdpParse.@Nullable Malformed malformed = line(text.substring(start, end));
            if (malformed != null) {
                return malformed;
            }
            start = afterLineEnd(end);
        }
        if (sessionLines.isEmpty()) {
            return new SdpParse.Malformed(1, "", "the description is empty");
        }
        endSection();
        return new SdpParse.Ok(new SessionDescription(sessionLines, media, tail.toString()));
    }

    private int endOfLine(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private int afterLineEnd(int end) {
        int next = end;
        while (next < text.length() && text.charAt(next) == '\r') {
            next++;
        }
        return next < text.length() && text.charAt(next) == '\n' ? next + 1 : next;
    }

    private SdpParse.@Nullable Malformed line(String line) {
        lineNumber++;
        if (line.chars().allMatch(c -> SdpText.isBlank((char) c))) {
            return blank(line);
        }
        if (firstBlankLineNumber > 0) {
            return new SdpParse.Malformed(firstBlankLineNumber, "", "a blank line in the middle of the description");
        }
        SdpLine parsed = SdpLine.parse(line);
        if (sessionLines.isEmpty() && (parsed == null || !isVersion(parsed))) {
            return new SdpParse.Malformed(lineNumber, line, "the first line must be v=0");
        }
        if (parsed == null) {
            return new SdpParse.Malformed(lineNumber, line, "a line must begin with a letter and an equals sign");
        }
        return parsed.type() == 'm' ? mediaLine(parsed) : fieldLine(parsed);
    }

    private SdpParse.@Nullable Malformed blank(String line) {
        if (sessionLines.isEmpty()) {
            return new SdpParse.Malformed(lineNumber, line, "the first line must be v=0");
        }
        firstBlankLineNumber = firstBlankLineNumber > 0 ? firstBlankLineNumber : lineNumber;
        tail.append(line).append("\r\n");
        return null;
    }

    private static boolean isVersion(SdpLine line) {
        return line.type() == 'v' && line.value().stripTrailing().equals("0");
    }

    private SdpParse.@Nullable Malformed fieldLine(SdpLine line) {
        (mediaLine == null ? sessionLines : mediaLines).add(line);
        return null;
    }

    private SdpParse.@Nullable Malformed mediaLine(SdpLine line) {
        MediaLine parsed = MediaLine.parse(line.value());
        if (parsed == null) {
            return new SdpParse.Malformed(
                    lineNumber, line.write(), "expected m=<media> <port>[/<count>] <proto> <format>...");
        }
        endSection();
        if (media.size() == MAX_MEDIA) {
            return new SdpParse.Malformed(lineNumber, line.write(), "more than " + MAX_MEDIA + " media sections");
        }
        mediaLine = parsed;
        return null;
    }

    private void endSection() {
        if (mediaLine != null) {
            media.add(new MediaDescription(mediaLine, mediaLines));
            mediaLines = new ArrayList<>();
        }
    }
}
