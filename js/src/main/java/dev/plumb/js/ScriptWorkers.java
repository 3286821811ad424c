package dev.plumb.js;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** The workers of a script: contexts of their own on its loop, with its permissions and no more. Used on the loop. */
final class ScriptWorkers {
    private final PlumbScript script;

    ScriptWorkers(PlumbScript script) {
        this.script = script;
    }

    /** Returns the function by which the script opens workers. */
    ProxyExecutable opener() {
        return script.binding()
                .calls()
                .function(a -> open(a[0].asString(), a[1].asString(), a[2].asString(), a[3], a[4].asBoolean()));
    }

    private Object open(String url, String text, String name, Value hooks, boolean isModule) {
        ScriptCalls outer = script.binding().calls();
        ScriptOptions options = script.options().withLocation(placeOf(url));
        PlumbScript worker = outer.uncounted(() -> script.child(options, false));
        ScriptCalls inner = worker.binding().calls();
        Value internal = worker.binding().internal();
        Runnable end = () -> {
            inner.close();
            outer.loop().execute(worker::close);
        };
        ProxyExecutable toParent = inner.function(m -> {
            if (m[0].isNull()) {
                end.run();
            } else {
                String packed = m[0].asString();
                List<Object> handles = handles(m[1]);
                Value message = hooks.getMember("message");
                outer.later(() -> outer.run(message, packed, ProxyArray.fromList(handles)));
            }
            return null;
        });
        inner.task(() -> internal.invokeMember("becomeWorker", toParent, name));
        inner.later(() -> run(worker, url, text, isModule, hooks));
        ProxyExecutable post = outer.function(m -> {
            String kind = m[0].asString();
            String packed = m[1].asString();
            List<Object> handles = handles(m[2]);
            int extra = m[3].asInt();
            inner.later(() -> inner.run(
                    internal.getMember("deliverToWorker"), kind, packed, ProxyArray.fromList(handles), extra));
            return null;
        });
        ProxyExecutable terminate = outer.function(m -> {
            end.run();
            return null;
        });
        return ProxyObject.fromMap(Map.of("post", post, "terminate", terminate));
    }

    /** Returns the URI of a script, escaping characters that a URL such as {@code data:} may hold and a URI may not. */
    private static URI placeOf(String url) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                escaped.append(c);
            }
        }
        return URI.create(escaped.toString());
    }

    private void run(PlumbScript worker, String url, String text, boolean isModule, Value hooks) {
        Source.Builder source = Source.newBuilder("js", text, url);
        if (isModule) {
            source.mimeType("application/javascript+module");
        }
        try {
            worker.binding().calls().task(() -> worker.context().eval(source.buildLiteral()));
        } catch (PolyglotException e) {
            if (e.isGuestException()) {
                script.binding().calls().run(hooks.getMember("failed"), messageOf(e));
            }
        }
    }

    private static @Nullable String messageOf(PolyglotException e) {
        return e.getMessage();
    }

    private static List<Object> handles(Value list) {
        List<Object> handles = new ArrayList<>();
        for (long i = 0; i < list.getArraySize(); i++) {
            handles.add(list.getArrayElement(i).asHostObject());
        }
        return handles;
    }
}
