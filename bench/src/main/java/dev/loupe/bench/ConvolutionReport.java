package dev.loupe.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// The results as a Markdown page: every row, means, and what is behind.
final class ConvolutionReport {
  private static final List<Double> FLOORS = List.of(0.7, 1.0);

  private final List<ConvolutionResult> results;
  private final String about;

  /// @param about versions and settings
  ConvolutionReport(List<ConvolutionResult> results, String about) {
    this.results = List.copyOf(results);
    this.about = about;
  }

  static String header() {
    return """
    | net | layer | batch | direction | kernel | GFLOP/s | spread | of peak | oneDNN | spread | \
    its kernel | ratio |
    |---|---|--:|---|---|--:|--:|--:|--:|--:|---|--:|
    """;
  }

  static String row(ConvolutionResult r) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %s | %s | %.1f | %.0f%% | %.0f%% | %s | %s | %s | %s |",
        nets(r.nets()),
        r.layer(),
        r.batch(),
        r.direction(),
        r.kernel(),
        r.loupe(),
        100 * r.loupeSpread(),
        100 * r.share(),
        r.oneDnn() == null ? "-" : String.format(Locale.ROOT, "%.1f", r.oneDnn()),
        r.oneDnnSpread() == null
            ? "-"
            : String.format(Locale.ROOT, "%.0f%%", 100 * r.oneDnnSpread()),
        r.implementation(),
        ratio(r.ratioOrNaN()));
  }

  /// The page without the rows.
  String summary() {
    return about + "\n\n" + peaks() + "\n\n" + means() + behind() + allocating();
  }

  /// The whole page.
  String page() {
    StringBuilder text = new StringBuilder(summary());
    text.append("\n## All rows\n\n").append(header());
    results.forEach(r -> text.append(row(r)).append('\n'));
    return text.toString();
  }

  private String peaks() {
    double[] peaks = results.stream().mapToDouble(ConvolutionResult::peak).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "Peak of the core in the same rounds: %.1f GFLOP/s (median of %d rows; %.1f to %.1f).",
        peaks[peaks.length / 2],
        peaks.length,
        peaks[0],
        peaks[peaks.length - 1]);
  }

  private String means() {
    List<String> directions =
        results.stream().map(ConvolutionResult::direction).distinct().toList();
    List<String> nets =
        results.stream().flatMap(r -> r.nets().keySet().stream()).distinct().toList();
    StringBuilder text = new StringBuilder("Loupe over oneDNN: geometric mean of the distinct");
    text.append(" layers; in brackets the ratio of the time of all layers of the net.\n\n| net |");
    directions.forEach(d -> text.append(' ').append(d).append(" |"));
    text.append("\n|---|").append("--:|".repeat(directions.size())).append('\n');
    for (String net : nets) {
      text.append("| ").append(net).append(" |");
      for (String d : directions) {
        List<ConvolutionResult> some = some(r -> r.direction().equals(d) && in(net, r));
        text.append(
            String.format(Locale.ROOT, " %s (%s) |", ratio(mean(some)), ratio(whole(net, some))));
      }
      text.append('\n');
    }
    text.append("| all distinct |");
    for (String d : directions) {
      text.append(
          String.format(Locale.ROOT, " %s |", ratio(mean(some(r -> r.direction().equals(d))))));
    }
    return text.append('\n').toString();
  }

  private String behind() {
    StringBuilder text = new StringBuilder();
    double from = 0;
    for (double floor : FLOORS) {
      double least = from;
      List<ConvolutionResult> slow =
          new ArrayList<>(some(r -> r.ratioOrNaN() >= least && r.ratioOrNaN() < floor));
      slow.sort(Comparator.comparingDouble(ConvolutionResult::ratioOrNaN));
      text.append(
          String.format(Locale.ROOT, "\n## Below %.1f of oneDNN: %d rows\n\n", floor, slow.size()));
      for (ConvolutionResult r : slow) {
        text.append(
            String.format(
                Locale.ROOT,
                "- %.2f %s %s b%d (%s, %d times): %.1f by `%s`, %.1f by `%s`\n",
                r.ratioOrNaN(),
                r.direction(),
                r.layer(),
                r.batch(),
                nets(r.nets()),
                r.times(),
                r.loupe(),
                r.kernel(),
                r.oneDnn(),
                r.implementation()));
      }
      from = floor;
    }
    return text.toString();
  }

  private String allocating() {
    List<ConvolutionResult> some = results.stream().filter(r -> r.allocated() > 0).toList();
    StringBuilder text = new StringBuilder("\n## Allocating: " + some.size() + " rows\n\n");
    for (ConvolutionResult r : some) {
      text.append(
          "- %d B a run: %s %s b%d\n"
              .formatted(r.allocated(), r.direction(), r.layer(), r.batch()));
    }
    return text.toString();
  }

  private List<ConvolutionResult> some(Predicate<ConvolutionResult> which) {
    return results.stream().filter(r -> r.oneDnn() != null).filter(which).toList();
  }

  private static boolean in(String net, ConvolutionResult r) {
    return r.nets().containsKey(net);
  }

  private static double mean(List<ConvolutionResult> some) {
    return Math.exp(
        some.stream().mapToDouble(r -> Math.log(r.ratioOrNaN())).average().orElse(Double.NaN));
  }

  /// Time of all layers of a net by oneDNN over that by Loupe, one sample.
  private static double whole(String net, List<ConvolutionResult> some) {
    double loupe = 0;
    double oneDnn = 0;
    for (ConvolutionResult r : some) {
      double gflop = r.nets().getOrDefault(net, 0) * r.gflop() / r.batch();
      loupe += gflop / r.loupe();
      oneDnn += gflop * r.ratioOrNaN() / r.loupe();
    }
    return oneDnn / loupe;
  }

  private static String nets(Map<String, Integer> nets) {
    return String.join(
        ", ",
        nets.entrySet().stream()
            .map(e -> e.getKey() + (e.getValue() == 1 ? "" : " x" + e.getValue()))
            .toList());
  }

  private static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
  }
}
