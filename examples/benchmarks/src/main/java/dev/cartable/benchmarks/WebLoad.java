package dev.cartable.benchmarks;

import dev.cartable.benchmarks.HttpLoad.Request;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cartable's endpoints under load, beside a bare controller that runs the same SQL on the same server. */
final class WebLoad implements OnPostgres {
    private static final String BODY = "{\"bytes_used\": 1000}";

    @Override
    public String name() {
        return "web";
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int seconds = sizes.warmsUp() ? 10 : 1;
        try (Place place = Network.withUse(engine, LoadHost.LOGINS * 4);
                LoadHost host = LoadHost.start(place)) {
            HttpLoad load = new HttpLoad(host.port());
            return List.of(
                    line(host, load, sizes, seconds, "my_usage", null),
                    line(host, load, sizes, seconds, "add_usage", BODY));
        }
    }

    private static Line line(LoadHost host, HttpLoad load, Sizes sizes, int seconds, String name, @Nullable String body)
            throws Exception {
        List<String> paths = IntStream.range(0, LoadHost.LOGINS)
                .mapToObj(i -> body == null ? "my_usage/" : Network.user(i).value() + "/add_usage/")
                .toList();
        List<Request> ours = requests(LoadHost.OURS, paths, body);
        List<Request> bare = requests(LoadHost.BARE, paths, body);
        load.send(ours.get(0)); // what is read once for all requests
        for (int i = 0; i < ours.size(); i++) {
            Request request = ours.get(i);
            host.learn(paths.get(i), request.login(), () -> load.send(request));
        }
        if (sizes.warmsUp()) {
            load.perSecond(ours, seconds / 2);
            load.perSecond(bare, seconds / 2);
        }
        long statements = host.statements(paths.get(0), ours.get(0).login());
        return new Line(
                "web, " + name,
                Measured.inTurns(
                        sizes.times(), () -> load.perSecond(ours, seconds), () -> load.perSecond(bare, seconds)),
                Goal.atLeast(0.8),
                "Cartable by " + load.tool(),
                "a bare controller with the same " + statements + " statements",
                "requests/s");
    }

    private static List<Request> requests(String prefix, List<String> paths, @Nullable String body) {
        return IntStream.range(0, paths.size())
                .mapToObj(i -> new Request(prefix + paths.get(i), body == null ? "user" + i : "root", body))
                .toList();
    }
}
