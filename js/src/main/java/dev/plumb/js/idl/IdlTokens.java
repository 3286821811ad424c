package dev.plumb.js.idl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a definition, one after the other. */
final class IdlTokens {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|//[^\\n]*|/\\*.*?\\*/|(\"[^\"]*\"|-?(?:0x[0-9a-fA-F]+|[0-9]+(?:\\.[0-9]+)?)|[A-Za-z_][A-Za-z0-9_-]*|\\.\\.\\.|[\\[\\](){}<>=:;,?])",
            Pattern.DOTALL);

    private record Token(String text, int line) {}

    private final List<Token> all = new ArrayList<>();
    private int at;

    IdlTokens(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int line = 1;
        int end = 0;
        while (matcher.lookingAt()) {
            String token = matcher.group(1);
            if (token != null) {
                all.add(new Token(token, line));
            }
            line += (int) matcher.group().chars().filter(c -> c == '\n').count();
            end = matcher.end();
            matcher.region(end, text.length());
        }
        if (end < text.length()) {
            throw new IllegalArgumentException(
                    "line " + line + ": not understood: " + text.substring(end, Math.min(end + 20, text.length())));
        }
    }

    boolean atEnd() {
        return at == all.size();
    }

    String peek() {
        return atEnd() ? "" : all.get(at).text();
    }

    boolean peekIsString() {
        return peek().startsWith("\"");
    }

    String next() {
        if (atEnd()) {
            throw new IllegalArgumentException("it ends too early");
        }
        String text = all.get(at++).text();
        // a name may have an underscore before it that is not part of it
        return text.length() > 1 && text.charAt(0) == '_' ? text.substring(1) : text;
    }

    /** Returns the next token, which must be a name. */
    String name() {
        String text = next();
        if (!Character.isLetter(text.charAt(0))) {
            throw new IllegalArgumentException("line " + all.get(at - 1).line() + ": a name was expected, not " + text);
        }
        return text;
    }

    String string() {
        String quoted = next();
        if (!quoted.startsWith("\"")) {
            throw new IllegalArgumentException(
                    "line " + all.get(at - 1).line() + ": a text was expected, not " + quoted);
        }
        return quoted.substring(1, quoted.length() - 1);
    }

    boolean accept(String sign) {
        if (!atEnd() && all.get(at).text().equals(sign)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String sign) {
        if (!accept(sign)) {
            throw new IllegalArgumentException(
                    "line " + (atEnd() ? "last" : all.get(at).line() + "") + ": expected " + sign + ", not " + peek());
        }
    }
}
