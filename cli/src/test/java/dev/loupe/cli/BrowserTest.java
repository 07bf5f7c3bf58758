package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.explain.page.Axis;
import dev.loupe.explain.page.BarChart;
import dev.loupe.explain.page.ColourMap;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Curve;
import dev.loupe.explain.page.Frames;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.explain.page.LineChart;
import dev.loupe.explain.page.SampleView;
import dev.loupe.explain.page.SignalChart;
import dev.loupe.models.Models;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages that commands write, in a real browser: no errors, nothing asked for outside of the file,
/// no scrolling sideways, all controls reached by keyboard. `.ci/run` installs what is needed.
final class BrowserTest {
  private static final Path SCRIPT = Path.of("src/test/browser/pages.cjs");

  @TempDir private Path folder;

  /// The pages; those of a command are a line each.
  private List<Path> pages() throws IOException {
    Path run = folder.resolve("run");
    Splits digits = Digits.splits(200, 50);
    Trainer.of(Models.get("lenet5").network(digits.train().shape(), 10))
        .name("lenet5")
        .epochs(2)
        .batch(20)
        .out(run)
        .train(digits);
    List<Path> pages = new ArrayList<>(List.of(run.resolve("report.html"), parts()));
    pages.addAll(
        written("look", run.toString(), "--data=digits", "--samples=40", "--steps=2", "--blur=1"));
    Path digit = SampleFiles.write(digits.test(), folder.resolve("samples")).getFirst();
    pages.addAll(written("explain", run.toString(), digit.toString(), "--method=all", "--check"));
    pages.addAll(
        written(
            "compare",
            "mlp:hidden=8",
            "mlp:hidden=9",
            "--data=" + pictures(),
            "--fractions=50,100",
            "--budget=epochs=1"));
    return pages;
  }

  private Path pictures() throws IOException {
    Path pictures = folder.resolve("pictures");
    DrawnPictures.write(pictures, 20);
    return pictures;
  }

  /// The pages that a command writes to a folder of its own.
  private List<Path> written(String command, String... options) throws IOException {
    Path out = folder.resolve(command);
    List<String> words = new ArrayList<>(List.of(command, "--out=" + out));
    words.addAll(List.of(options));
    Shell shell = Shell.run(folder, words.toArray(String[]::new));
    assertThat(shell.code()).as(shell.err()).isZero();
    try (Stream<Path> files = Files.walk(out)) {
      List<Path> pages = files.filter(f -> f.toString().endsWith(".html")).sorted().toList();
      assertThat(pages).as(command).isNotEmpty();
      return pages;
    }
  }

  /// A page of parts that the pages of commands may not have.
  private Path parts() {
    Tensor volume = Tensor.zeros(Shape.of(6, 12, 12, 1));
    Tensor map = Tensor.zeros(Shape.of(6, 12, 12));
    Tensor signal = Tensor.zeros(Shape.of(50, 2));
    Tensor band = Tensor.zeros(Shape.of(50));
    for (int i = 0; i < map.length(); i++) {
      volume.set(i, i % 7 / 7f);
      map.set(i, i / (float) map.length());
    }
    for (int i = 0; i < signal.length(); i++) {
      signal.set(i, (float) StrictMath.sin(i * 0.1));
      band.set(i / 2, signal.get(i));
    }
    double[] x = {1, 2, 3};
    Curve curve = Curve.of("a curve", x, new double[] {0.1, 1, 10});
    Content view = new SampleView(volume, "a volume", "a volume", 120).under(map);
    Path file = folder.resolve("parts.html");
    HtmlPage.of("Parts")
        .section(
            "Charts",
            new LineChart("A line", Axis.whole("epoch"), Axis.log("loss in nats"), List.of(curve))
                .marked("a mark", 2, true),
            new BarChart("Bars", "share in %", List.of(new BarChart.Bar("a bar", 3, 0))),
            SignalChart.of("a signal", signal, band, ColourMap.DIVERGING, 1))
        .section("Parts", view, Content.details("more", Content.text("hidden")))
        .section("Tabs", Frames.tabs("view", List.of("one", "two"), List.of(view, view)))
        .write(file);
    return file;
  }

  @Test
  void pagesWorkInABrowser() throws IOException, InterruptedException {
    Path browser = found("Chromium", Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser"));
    Path node = found("Node.js", Stream.of("/usr/bin/node", "/usr/local/bin/node"));
    String home = Objects.requireNonNullElse(System.getenv("HOME"), "");
    Path library =
        found(
            "playwright-core",
            Stream.of(home + "/.cache/loupe-browser/node_modules/playwright-core"));
    List<String> command = new ArrayList<>();
    String pictures = Objects.requireNonNullElse(System.getenv("LOUPE_PAGE_PICTURES"), "-");
    command.addAll(List.of(node.toString(), SCRIPT.toString(), library.toString()));
    command.addAll(List.of(browser.toString(), pictures));
    pages().forEach(p -> command.add(p.toString()));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("the browser has ended").isTrue();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static Path found(String what, Stream<String> places) {
    List<Path> there = places.map(Path::of).filter(Files::exists).toList();
    Assumptions.assumeFalse(there.isEmpty(), what + " is not there: .ci/run installs it");
    return there.getFirst();
  }
}
