package dev.plumb.cli.wpt;

import dev.plumb.js.PageNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * A test file, read: a page, or a script that the suite's server would wrap into one.
 *
 * @param uri the URI of the file
 * @param root the root of its document
 * @param scripts the scripts in their order
 * @param isLong whether it has the long timeout
 */
record WptFile(URI uri, PageNode.Element root, List<WptScript> scripts, boolean isLong) {
    private static final Pattern META = Pattern.compile("^//\\s*META:\\s*(\\w+)=(.*)$", Pattern.MULTILINE);
    private static final String GLOBAL =
            "self.GLOBAL = { isWindow: () => true, isWorker: () => false, isShadowRealm: () => false };";

    /**
     * A script of the page.
     *
     * @param src the URL of the script; empty for one in the page itself
     * @param text the text in the page
     * @param isModule whether the script is a module, which waits until the document is parsed
     * @param runs whether the element is a script at all: other types are data
     */
    record WptScript(String src, String text, boolean isModule, boolean runs) {}

    static WptFile read(WptSite site, String path) throws IOException {
        URI uri = site.uri(path);
        String text = site.text(uri);
        return parsed(uri, uri.getPath().endsWith(".js") ? wrapped(uri, text) : text);
    }

    /** Returns a page parsed from its text. */
    static WptFile parsed(URI uri, String html) {
        Document document = Jsoup.parse(html, uri.toString());
        List<WptScript> scripts = new ArrayList<>();
        for (Element e : document.getElementsByTag("script")) {
            String type = e.attr("type").trim().toLowerCase(Locale.ROOT);
            boolean isModule = type.equals("module");
            boolean runs = isModule || type.isEmpty() || type.endsWith("/javascript") || type.endsWith("/ecmascript");
            scripts.add(new WptScript(e.attr("src"), e.data(), isModule, runs));
        }
        boolean isLong = document.getElementsByTag("meta").stream()
                .anyMatch(m ->
                        m.attr("name").equals("timeout") && m.attr("content").equals("long"));
        Element html5 = document.getElementsByTag("html").getFirst();
        return new WptFile(uri, element(html5), scripts, isLong);
    }

    /** Returns the page that the suite's server makes around {@code .window.js} and {@code .any.js}. */
    private static String wrapped(URI uri, String text) throws IOException {
        String name = uri.getPath();
        if (!name.endsWith(".window.js") && !name.endsWith(".any.js")) {
            throw new IOException("only .window.js and .any.js are tests by themselves");
        }
        StringBuilder head = new StringBuilder("<!doctype html><meta charset=utf-8>\n");
        StringBuilder scripts = new StringBuilder();
        Matcher meta = META.matcher(text);
        while (meta.find()) {
            String value = meta.group(2).trim();
            switch (meta.group(1)) {
                case "timeout" -> head.append("<meta name=timeout content=\"" + value + "\">\n");
                case "title" -> head.append("<title>" + value + "</title>\n");
                case "script" -> scripts.append(script(value));
                default -> {
                    // variants are asked for by their query; globals other than a window are not there
                }
            }
        }
        if (name.endsWith(".any.js")) {
            head.append("<script>" + GLOBAL + "</script>\n");
        }
        return head + script("/resources/testharness.js") + script("/resources/testharnessreport.js") + scripts
                + "<div id=log></div>\n" + script(name);
    }

    private static String script(String src) {
        return "<script src=\"" + src + "\"></script>\n";
    }

    private static PageNode.Element element(Element e) {
        Map<String, String> attributes = new LinkedHashMap<>();
        e.attributes().forEach(a -> attributes.put(a.getKey().toLowerCase(Locale.ROOT), a.getValue()));
        List<PageNode> children = new ArrayList<>();
        for (Node child : e.childNodes()) {
            switch (child) {
                case Element inner -> children.add(element(inner));
                case TextNode t -> children.add(new PageNode.Text(t.getWholeText()));
                case DataNode d -> children.add(new PageNode.Text(d.getWholeData()));
                case Comment _ -> {
                    // no script asks for them
                }
                default -> {
                    // nor for these
                }
            }
        }
        return new PageNode.Element(e.normalName(), attributes, children);
    }
}
