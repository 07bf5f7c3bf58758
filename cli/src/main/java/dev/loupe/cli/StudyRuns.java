package dev.loupe.cli;

import dev.loupe.train.metrics.Interval;
import dev.loupe.train.study.Member;
import dev.loupe.train.study.MemberResult;
import dev.loupe.train.study.Study;
import dev.loupe.train.study.StudyListener;
import dev.loupe.train.study.StudyResult;
import dev.loupe.train.study.Summary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells how a study goes and what it found.
final class StudyRuns implements StudyListener {
  private final Surroundings surroundings;
  private final CommonOptions common;
  private final PrintStream talk;

  StudyRuns(Surroundings surroundings, CommonOptions common) {
    this.surroundings = surroundings;
    this.common = common;
    this.talk = common.json ? surroundings.err() : surroundings.out();
  }

  @Override
  public void begins(Member member, int number, int of) {
    line("%s (%d of %d)".formatted(member.name(), number, of));
  }

  @Override
  public void ended(MemberResult result, boolean before) {
    line(
        "%s %s: test accuracy %s on %s samples"
            .formatted(
                result.name(),
                before ? "had ended" : "trained in " + Figures.seconds(result.seconds()),
                Figures.percent(result.accuracy()),
                Figures.whole(result.testSamples())));
    line("");
  }

  /// Prints what was found.
  void finished(StudyResult result, Path folder) {
    PrintStream out = surroundings.out();
    if (common.json) {
      out.println(Json.line(json(result, folder)));
      return;
    }
    if (common.quiet) {
      Summary accuracy = result.accuracy();
      String figures = accuracy.count() == 0 ? "" : "  " + percent(accuracy, accuracy.mean());
      out.println(CommandText.quoted(folder.toString()) + figures);
      return;
    }
    Table table = new Table(1, result.kind(), "samples", "epochs", "loss", "accuracy", "macro F1");
    for (MemberResult one : result.results()) {
      table.row(
          one.name(),
          Figures.whole(one.testSamples()),
          String.valueOf(one.epochs()),
          Figures.decimals(one.loss(), 4),
          Figures.percent(one.accuracy()),
          Figures.percent(one.macroF1()));
    }
    table.lines().forEach(out::println);
    out.println();
    tell(out, "accuracy", result.accuracy(), 100, " %");
    tell(out, "macro F1", result.macroF1(), 100, " %");
    tell(out, "loss", result.loss(), 1, "");
    out.println();
    String place = CommandText.quoted(folder.toString());
    if (result.complete()) {
      out.println("written to %s (%s has all figures)".formatted(place, Study.FILE));
    } else {
      out.println(
          "stopped after %d of %d; go on with"
              .formatted(result.results().size(), result.planned().size()));
      String command = surroundings.variables().getOrDefault("LOUPE_COMMAND", "./loupe");
      out.println("  %s train --resume %s".formatted(command, place));
    }
  }

  private static void tell(
      PrintStream out, String name, Summary summary, double scale, String unit) {
    if (summary.count() == 0) {
      return;
    }
    int digits = unit.isEmpty() ? 4 : 2;
    String text =
        "%s  mean %s%s".formatted(name, Figures.decimals(scale * summary.mean(), digits), unit);
    Interval interval = summary.interval();
    if (interval.known()) {
      text +=
          "  deviation %s%s  95 %% interval %s to %s%s"
              .formatted(
                  Figures.decimals(scale * summary.deviation(), digits),
                  unit,
                  Figures.decimals(scale * interval.low(), digits),
                  Figures.decimals(scale * interval.high(), digits),
                  unit);
    }
    out.println(text);
  }

  private static String percent(Summary summary, double value) {
    return Figures.percent(value)
        + (summary.interval().known()
            ? " +- " + Figures.percent(summary.interval().high() - summary.mean())
            : "");
  }

  private static Map<String, Object> json(StudyResult result, Path folder) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("study", folder.toString());
    all.put("kind", result.kind());
    all.put("complete", result.complete());
    all.put("results", result.results());
    all.put("accuracy", json(result.accuracy()));
    all.put("loss", json(result.loss()));
    all.put("macroF1", json(result.macroF1()));
    return all;
  }

  private static Map<String, Object> json(Summary summary) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("count", summary.count());
    all.put("mean", known(summary.mean()));
    all.put("deviation", known(summary.deviation()));
    all.put("low", known(summary.interval().low()));
    all.put("high", known(summary.interval().high()));
    return all;
  }

  /// JSON has no NaN.
  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }

  private void line(String text) {
    if (!common.quiet) {
      talk.println(text);
    }
  }
}
