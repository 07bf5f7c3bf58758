package dev.loupe.cli;

import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Provenance;
import dev.loupe.train.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What runs are sorted and chosen by: figures, settings and the columns of `metrics.csv`.
final class RunFigures {
  /// What every run has, beside its settings and columns.
  private static final List<String> OWN =
      List.of(
          "name",
          "model",
          "data",
          "epochs",
          "accuracy",
          "loss",
          "parameters",
          "time",
          "when",
          "state");

  private static final Pattern CONDITION =
      Pattern.compile("\\s*([^=<>!~]+?)\\s*(<=|>=|!=|=|<|>|~)\\s*(.*?)\\s*");

  private final List<NamedRun> runs;

  RunFigures(List<NamedRun> runs) {
    this.runs = List.copyOf(runs);
  }

  /// A run and what it is called in results.
  record NamedRun(String name, RunSummary run) {
    /// Whether it has ended.
    String state() {
      return run.interrupted() ? "interrupted" : "finished";
    }
  }

  /// The runs in order: accuracies and the like from the largest, losses, times, sizes and texts
  /// from the smallest; those without the figure last.
  ///
  /// @throws LoupeException if no run has the figure
  List<NamedRun> sorted(String figure, boolean reverse) {
    check("--sort", figure);
    boolean rising =
        figure.contains("loss")
            || List.of("parameters", "time", "seconds").contains(figure)
            || runs.stream().anyMatch(r -> value(r, figure) instanceof String);
    Comparator<Object> order = RunFigures::compare;
    Comparator<Object> directed = rising == reverse ? order.reversed() : order;
    List<NamedRun> all = new ArrayList<>(runs);
    all.sort(
        Comparator.comparing(
            (NamedRun r) -> Optional.ofNullable(value(r, figure)),
            (a, b) ->
                a.isPresent() && b.isPresent()
                    ? directed.compare(a.get(), b.get())
                    : Boolean.compare(b.isPresent(), a.isPresent())));
    return all;
  }

  private static int compare(Object a, Object b) {
    return a instanceof Number x && b instanceof Number y
        ? Double.compare(x.doubleValue(), y.doubleValue())
        : a.toString().compareTo(b.toString());
  }

  /// The runs for which a condition holds, such as `accuracy>0.9`, `model=lenet5` or `rate<0.1`.
  ///
  /// @throws LoupeException if it is no condition, or no run has the figure
  List<NamedRun> where(String condition) {
    Matcher m = CONDITION.matcher(condition);
    if (!m.matches()) {
      throw LoupeException.of("--where is not a condition")
          .expected("a name, one of = != < <= > >= ~ and a value, such as 'accuracy>0.9'")
          .got("'" + condition + "'");
    }
    String figure = m.group(1);
    check("--where", figure);
    Predicate<Object> test = test(m.group(2), m.group(3));
    return runs.stream()
        .filter(
            r -> {
              Object value = value(r, figure);
              return value != null && test.test(value);
            })
        .toList();
  }

  private static Predicate<Object> test(String sign, String text) {
    if (sign.equals("~")) {
      return value -> value.toString().contains(text);
    }
    Object other = number(text);
    if (!sign.matches("!?=") && other instanceof String) {
      throw LoupeException.of("--where compares with what is no number")
          .expected("a number behind " + sign)
          .got("'" + text + "'");
    }
    return value -> {
      int order = compare(value instanceof Number || other instanceof String ? value : 0, other);
      boolean comparable = value instanceof Number == other instanceof Number;
      return switch (sign) {
        case "=" -> comparable ? order == 0 : value.toString().equals(text);
        case "!=" -> comparable ? order != 0 : !value.toString().equals(text);
        case "<" -> comparable && order < 0;
        case "<=" -> comparable && order <= 0;
        case ">" -> comparable && order > 0;
        default -> comparable && order >= 0;
      };
    };
  }

  private static Object number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private void check(String option, String figure) {
    Set<String> known = new LinkedHashSet<>(OWN);
    for (NamedRun r : runs) {
      known.addAll(r.run.epochs().columns());
      known.addAll(r.run.settings().keySet());
    }
    if (!known.contains(figure) && !runs.isEmpty()) {
      throw LoupeException.unknown("figure of runs for " + option, figure, List.copyOf(known));
    }
  }

  /// A figure, setting or last value of a column; a [Number], a text, or nothing.
  static @Nullable Object value(NamedRun named, String figure) {
    RunSummary run = named.run;
    Optional<Provenance> made = run.info().provenance();
    return switch (figure) {
      case "name" -> named.name;
      case "state" -> named.state();
      case "model" -> run.info().name();
      case "data" -> made.map(p -> p.data().name()).orElse(null);
      case "epochs" -> run.epochs().rows().size();
      case "accuracy" -> boxed(run.accuracy());
      case "loss" -> boxed(run.loss());
      case "parameters" -> run.parameters();
      case "time" -> made.map(Provenance::seconds).orElse(null);
      case "when" -> made.map(p -> p.finished().toEpochMilli()).orElse(null);
      default -> {
        Object setting = run.settings().get(figure);
        yield setting == null ? boxed(run.epochs().last(figure)) : setting;
      }
    };
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() && !Double.isNaN(value.getAsDouble()) ? value.getAsDouble() : null;
  }
}
