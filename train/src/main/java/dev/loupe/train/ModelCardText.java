package dev.loupe.train;

import dev.loupe.data.Card;
import dev.loupe.graph.Source.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `README.md`: the model card, for people.
final class ModelCardText {
  private static final int LARGEST_TABLE = 20;

  private ModelCardText() {}

  static String of(Model model, List<EpochResult> history) {
    StringBuilder text = new StringBuilder();
    ModelInfo info = model.info();
    line(text, "# " + info.name());
    line(text, "");
    info.provenance().ifPresent(p -> line(text, "Trained by Loupe on " + p.data().name() + "."));
    line(text, "");
    model(text, model);
    info.evaluation().ifPresent(e -> evaluation(text, info, e));
    info.provenance().ifPresent(p -> provenance(text, p, history));
    return text.toString();
  }

  private static void model(StringBuilder text, Model model) {
    ModelInfo info = model.info();
    long learned =
        model.parameters().model().stream()
            .filter(v -> v.role().trainable())
            .map(Variable::shape)
            .mapToLong(s -> s.elements())
            .sum();
    Preprocessing p = info.preprocessing();
    line(text, "| | |");
    line(text, "|---|---|");
    row(text, "input", p.input() + ", channels last");
    row(text, "normalised by", "mean " + p.mean() + ", deviation " + p.deviation());
    p.pictures().ifPresent(how -> row(text, "pictures", text(how)));
    row(text, "task", info.task().toString());
    row(text, "classes", info.classes().size() + ": " + String.join(", ", info.classes()));
    row(text, "parameters", String.format(Locale.ROOT, "%,d", learned));
    line(text, "");
  }

  private static String text(Preprocessing.Pictures how) {
    String cut = how.resized().map(r -> ", middle of " + r.width() + "x" + r.height()).orElse("");
    return how.colour() + ", " + how.mode() + ", " + how.filter() + cut;
  }

  private static void evaluation(StringBuilder text, ModelInfo info, Evaluation e) {
    line(text, "## On the test data");
    line(text, "");
    if (e.figures().isPresent()) {
      figures(text, e, e.figures().get());
      return;
    }
    line(
        text,
        String.format(
            Locale.ROOT,
            "%,d samples: accuracy %.2f %%, loss %.4f, among the five most probable %.2f %%.",
            e.samples(),
            100 * e.accuracy(),
            e.loss(),
            100 * e.top5()));
    line(text, "");
    line(text, "| class | samples | precision | recall | F1 |");
    line(text, "|---|---:|---:|---:|---:|");
    for (ClassScore c : e.classes()) {
      cells(
          text,
          cell(c.name()),
          String.valueOf(c.samples()),
          percent(c.precision()),
          percent(c.recall()),
          percent(c.f1()));
    }
    line(text, "");
    if (info.classes().size() <= LARGEST_TABLE) {
      confusion(text, info, e);
    }
  }

  private static void figures(StringBuilder text, Evaluation e, TaskFigures figures) {
    line(text, String.format(Locale.ROOT, "%,d samples: loss %.4f.", e.samples(), e.loss()));
    line(text, "");
    line(text, "| | |");
    line(text, "|---|---:|");
    figures.overall().forEach(f -> cells(text, f.name(), number(f.value())));
    line(text, "");
    List<TaskFigures.Figure> columns =
        figures.parts().isEmpty() ? List.of() : figures.parts().getFirst().figures();
    List<String> head = new ArrayList<>(List.of("", "number"));
    columns.forEach(f -> head.add(f.name()));
    cells(text, head.toArray(String[]::new));
    line(text, "|---|---:|" + "---:|".repeat(columns.size()));
    for (TaskFigures.Part part : figures.parts()) {
      List<String> row = new ArrayList<>(List.of(cell(part.name()), String.valueOf(part.count())));
      part.figures().forEach(f -> row.add(number(f.value())));
      cells(text, row.toArray(String[]::new));
    }
    line(text, "");
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static void confusion(StringBuilder text, ModelInfo info, Evaluation e) {
    line(text, "Rows are what samples are, columns what the model says:");
    line(text, "");
    StringBuilder head = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("|---|");
    for (String name : info.classes()) {
      head.append(' ').append(cell(name)).append(" |");
      rule.append("---:|");
    }
    line(text, head.toString());
    line(text, rule.toString());
    for (int c = 0; c < info.classes().size(); c++) {
      StringBuilder row = new StringBuilder("| " + cell(info.classes().get(c)) + " |");
      e.confusion().get(c).forEach(n -> row.append(' ').append(n).append(" |"));
      line(text, row.toString());
    }
    line(text, "");
  }

  private static void provenance(StringBuilder text, Provenance p, List<EpochResult> history) {
    line(text, "## How it was made");
    line(text, "");
    line(text, "| | |");
    line(text, "|---|---|");
    row(text, "command", "`" + p.command() + "`");
    row(text, "seed", String.valueOf(p.seed()));
    row(text, "epochs", p.epochs() + " of " + p.plannedEpochs());
    row(text, "batch", String.valueOf(p.batch()));
    row(text, "learning rate", p.rate() + ", " + p.schedule());
    row(text, "optimiser", p.optimiser());
    row(text, "loss", p.loss());
    row(
        text,
        "variations",
        p.augmentation().isEmpty() ? "none" : String.join(",", p.augmentation()));
    row(text, "frozen", p.frozen().isEmpty() ? "nothing" : String.join(", ", p.frozen()));
    if (!p.more().isEmpty()) {
      row(text, "also", String.join(", ", p.more()));
    }
    data(text, "learned from", p.data());
    data(text, "judged by", p.test());
    Machine m = p.machine();
    row(text, "Loupe", m.loupe());
    row(text, "JDK", m.jdk());
    row(
        text,
        "machine",
        "%s, %d processors, %d threads, %s"
            .formatted(
                m.system(),
                m.processors(),
                m.threads(),
                m.vectorBits() == 0 ? "no vectors" : m.vectorBits() + "-bit vectors"));
    row(text, "time", String.format(Locale.ROOT, "%.1f s, until %s", p.seconds(), p.finished()));
    line(text, "");
    line(text, p.choice());
    line(text, "The same command gives the same weights, bit for bit, on any number of threads.");
    if (!history.isEmpty()) {
      line(text, "");
      line(text, "![Loss and accuracy over the epochs](" + RunFolder.CURVES + ")");
    }
  }

  private static void data(StringBuilder text, String what, Card card) {
    row(
        text,
        what,
        "%s: %s (%s; licence: %s), `%s`"
            .formatted(
                card.name(), card.description(), card.source(), card.licence(), card.hash()));
  }

  private static String percent(double part) {
    return Double.isNaN(part) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }

  private static void row(StringBuilder text, String name, String value) {
    cells(text, name, cell(value));
  }

  private static String cell(String value) {
    return value.replace("|", "\\|").replace("\n", " ");
  }

  private static void cells(StringBuilder text, String... cells) {
    line(text, "| " + String.join(" | ", cells) + " |");
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
