package dev.loupe.train.report;

import dev.loupe.data.Card;
import dev.loupe.explain.LayerRow;
import dev.loupe.explain.LayerRows;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.DataTable;
import dev.loupe.nn.Network;
import dev.loupe.nn.ReceptiveField;
import dev.loupe.train.Machine;
import dev.loupe.train.MemoryNeed;
import dev.loupe.train.ModelInfo;
import dev.loupe.train.Preprocessing;
import dev.loupe.train.Provenance;
import java.util.List;
import java.util.Locale;

/// What was trained, on what, and how.
final class NetworkParts {
  private static final int MANY = 30;
  private static final int HASH = 23;

  private NetworkParts() {}

  static Content layers(Network network) {
    List<LayerRow> rows = LayerRows.of(network.inference(1), 1);
    DataTable table =
        new DataTable(
            "Layers in the order in which they are done",
            List.of("layer", "what it does", "output", "parameters", "FLOPs", "sees"));
    for (LayerRow row : rows) {
      table.row(
          row.path(),
          row.operation(),
          row.output().toString(),
          whole(row.parameters()),
          whole(row.flops()),
          row.field().map(ReceptiveField::size).orElse(""));
    }
    table.row(
        "all",
        "",
        "",
        whole(rows.stream().mapToLong(LayerRow::parameters).sum()),
        whole(rows.stream().mapToLong(LayerRow::flops).sum()),
        "");
    return rows.size() <= MANY ? table : Content.details(rows.size() + " layers", table);
  }

  static Content memory(MemoryNeed need) {
    return new DataTable("Planned before the first step", List.of("for", "MiB"))
        .row("a training step", mebibytes(need.training()))
        .row("an evaluation", mebibytes(need.evaluation()))
        .row("parameters", mebibytes(need.parameters()))
        .row("batches ahead", mebibytes(need.loader()))
        .row("all", mebibytes(need.total()));
  }

  static Content data(ModelInfo info, Card train, Card test, int trained, int judged) {
    Preprocessing p = info.preprocessing();
    String normalised = "mean " + p.mean() + ", deviation " + p.deviation();
    return new DataTable("The data", List.of("", "learned from", "judged by"))
        .row("name", train.name(), test.name())
        .row("what it is", train.description(), test.description())
        .row("samples", whole(trained), whole(judged))
        .row("from", train.source(), test.source())
        .row("licence", train.licence(), test.licence())
        .row("content", shortened(train.hash()), shortened(test.hash()))
        .row("a sample", p.input().toString(), p.input().toString())
        .row("names", String.join(", ", info.classes()), String.join(", ", info.classes()))
        .row("normalised by", normalised, normalised);
  }

  /// As much of a hash as tells contents apart; `model.json` has all of it.
  private static String shortened(String hash) {
    return hash.length() <= HASH ? hash : hash.substring(0, HASH) + "\u2026";
  }

  static List<Content> provenance(Provenance p) {
    Machine m = p.machine();
    DataTable table = new DataTable("Settings", List.of("what", "value"));
    table.row("seed", String.valueOf(p.seed()));
    table.row("epochs", p.epochs() + " of " + p.plannedEpochs());
    table.row("batch", String.valueOf(p.batch()));
    table.row("learning rate", p.rate() + ", " + p.schedule());
    table.row("optimiser", p.optimiser());
    table.row("loss", p.loss());
    table.row("variations", joined(p.augmentation(), "none"));
    table.row("frozen", joined(p.frozen(), "nothing"));
    table.row("also", joined(p.more(), "nothing"));
    table.row("Loupe", m.loupe());
    table.row("JDK", m.jdk());
    table.row(
        "machine",
        "%s, %d processors, %d threads, %d-bit vectors"
            .formatted(m.system(), m.processors(), m.threads(), m.vectorBits()));
    table.row("time", String.format(Locale.ROOT, "%.1f s, until %s", p.seconds(), p.finished()));
    return List.of(
        Content.code(p.command()),
        table,
        Content.text(p.choice()),
        Content.text(
            "The same command gives the same weights, bit for bit, on any number of threads."));
  }

  private static String joined(List<String> texts, String none) {
    return texts.isEmpty() ? none : String.join(", ", texts);
  }

  private static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f", bytes / 1048576.0);
  }
}
