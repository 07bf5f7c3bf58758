package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.models.Models;
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
  private List<Path> pages() {
    Path run = folder.resolve("run");
    Splits digits = Digits.splits(200, 50);
    Trainer.of(Models.get("lenet5").network(digits.train().shape(), 10))
        .name("lenet5")
        .epochs(2)
        .batch(20)
        .out(run)
        .train(digits);
    return List.of(run.resolve("report.html"));
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
