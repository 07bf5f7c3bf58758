package dev.loupe.cli;

import dev.loupe.cli.LookCommand.Part;
import dev.loupe.data.Dataset;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.PictureFile;
import dev.loupe.explain.Target;
import dev.loupe.explain.filter.EdgeShare;
import dev.loupe.explain.filter.FilterBank;
import dev.loupe.explain.filter.FilterFigures;
import dev.loupe.explain.filter.FilterKind;
import dev.loupe.explain.filter.FilterPage;
import dev.loupe.explain.filter.FilterPictures;
import dev.loupe.explain.filter.MapsPage;
import dev.loupe.explain.filter.PictureFigures;
import dev.loupe.explain.filter.Selectivity;
import dev.loupe.explain.filter.Sight;
import dev.loupe.explain.filter.SlidingPage;
import dev.loupe.explain.filter.Stage;
import dev.loupe.explain.filter.WaveFigures;
import dev.loupe.explain.hierarchy.EffectiveField;
import dev.loupe.explain.hierarchy.Excitation;
import dev.loupe.explain.hierarchy.FieldsPage;
import dev.loupe.explain.hierarchy.HierarchyPage;
import dev.loupe.explain.hierarchy.Visualisation;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.explain.similarity.Embeddings;
import dev.loupe.explain.similarity.SimilarityPage;
import dev.loupe.explain.similarity.Tsne;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Looks at the parts of a network, writes pictures and pages, and gathers the figures.
final class LookParts {
  private static final int STAGES = 6;
  private static final int MOST_STAGES = 24;
  private static final int MOST_FILTERS = 256;
  private static final int PATCHES = 6;
  private static final int SAMPLES = 1000;
  private static final int MAPPED = 500;
  private static final int LENGTH = 64;
  private static final int SIDE = 1000;

  private final Wishes wishes;
  private final Sight sight;
  private final Model model;
  private final Optional<Dataset> data;
  private final Optional<SampleReader.Sample> shown;
  private final Told progress;
  private final List<String> files = new ArrayList<>();
  private final Seed seed;

  /// What was asked for.
  ///
  /// @param out the folder
  /// @param layer of filters and sliding
  /// @param channels how many of a layer
  /// @param samples how many, or 0 for the usual number
  /// @param ascent how gradient ascent goes
  /// @param threads how many compute
  /// @param seed what random numbers come from
  record Wishes(
      Path out,
      Optional<String> layer,
      int channels,
      int samples,
      Visualisation ascent,
      int threads,
      long seed) {}

  /// Hears how far something has come.
  interface Told {
    /// So many of so many are done.
    void at(String name, long done, long total);
  }

  LookParts(
      Wishes wishes,
      Sight sight,
      Model model,
      Optional<Dataset> data,
      Optional<SampleReader.Sample> shown,
      Told progress) {
    this.wishes = wishes;
    this.sight = sight;
    this.model = model;
    this.data = data;
    this.shown = shown;
    this.progress = progress;
    this.seed = Seed.of(wishes.seed());
  }

  /// Looks at some parts; those that need samples are left out where there are none.
  ///
  /// @return the figures, by part, and the files
  Map<String, Object> of(Set<Part> parts) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", model.info().name());
    List<String> without = new ArrayList<>();
    for (Part part : parts) {
      Optional<Map<String, Object>> figures =
          switch (part) {
            case FILTERS -> Optional.of(filters());
            case SLIDING -> shown.flatMap(this::sliding);
            case MAPS -> shown.map(this::maps);
            case ATTENTION -> shown.map(this::attention);
            case FIELDS -> Optional.of(fields());
            case HIERARCHY -> Optional.of(hierarchy());
            case SIMILARITY -> data.map(this::similarity);
          };
      figures.ifPresentOrElse(f -> all.put(part.text(), f), () -> without.add(part.text()));
    }
    if (!without.isEmpty()) {
      all.put("left_out", without);
    }
    all.put("files", files);
    return all;
  }

  private FilterBank bank() {
    return wishes
        .layer()
        .map(path -> FilterBank.of(sight.lens(), path))
        .orElseGet(() -> FilterBank.first(sight.lens()));
  }

  private Map<String, Object> filters() {
    FilterBank bank = bank();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("layer", bank.path());
    figures.put("shape", bank.weights().shape().toString());
    progress.at("fitting filters", 0, 1);
    Optional<EdgeShare> share =
        bank.directed()
            ? Optional.of(EdgeShare.of(bank, EdgeShare.draws(bank), seed))
            : Optional.empty();
    share.ifPresent(s -> put(figures, s));
    List<Selectivity> layers = new ArrayList<>();
    if (sight.pictures()) {
      layers.addAll(
          Selectivity.of(
              sight,
              Stage.convolutions(sight.lens(), MOST_STAGES),
              (done, total) -> progress.at("gratings", done, total)));
      figures.put("orientation", layers.stream().map(LookParts::row).toList());
    }
    boolean blue = sight.blueFirst() && bank.first();
    write("filters.png", FilterPictures.sheet(bank, MOST_FILTERS, LENGTH, blue));
    write("filters.html", FilterPage.of(bank, blue, MOST_FILTERS, share, layers));
    return figures;
  }

  private static void put(Map<String, Object> figures, EdgeShare share) {
    figures.put("counted", share.counted());
    figures.put("edge_share", share.share());
    figures.put("explained", share.explained());
    Map<String, Object> random = new LinkedHashMap<>();
    random.put("mean", share.random());
    random.put("deviation", share.deviation());
    random.put("least", share.least());
    random.put("most", share.most());
    random.put("draws", share.draws());
    random.put("explained", share.randomExplained());
    figures.put("edge_share_of_random_filters", random);
    figures.put("kinds", named(share.kinds()));
    figures.put("kinds_of_random_filters", named(share.randomKinds()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (FilterFigures f : share.figures()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("kind", f.kind().toString());
      row.put("frequency", f.frequency());
      row.put("polarity", f.polarity());
      row.put("edge", f.edge());
      row.put("blob", f.blob());
      row.put("derivative", f.derivative());
      switch (f) {
        case PictureFigures p -> {
          row.put("orientation", p.fit().gabor().orientation());
          row.put("colour", p.colour());
        }
        case WaveFigures w -> {
          row.put("direction", w.wave().direction());
          row.put("mean", w.mean());
          row.put("line", w.line());
        }
      }
      rows.add(row);
    }
    figures.put("filters", rows);
  }

  private static Map<String, Double> named(Map<FilterKind, Double> kinds) {
    Map<String, Double> named = new LinkedHashMap<>();
    kinds.forEach((kind, part) -> named.put(kind.toString(), part));
    return named;
  }

  private static Map<String, Object> row(Selectivity s) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("layer", s.layer());
    row.put("mean_index", s.mean());
    row.put("above_half", s.selective());
    row.put("mixing", s.mixing());
    row.put("silent", s.silent());
    return row;
  }

  /// The filter that explains itself best: the clearest edge.
  private Optional<Map<String, Object>> sliding(SampleReader.Sample sample) {
    FilterBank bank = bank();
    if (!bank.first() || bank.groups() != 1) {
      return Optional.empty();
    }
    int index = 0;
    if (bank.directed()) {
      List<FilterFigures> all = EdgeShare.of(bank, 2, seed).figures();
      index =
          IntStream.range(0, all.size())
              .boxed()
              .max(Comparator.comparingDouble(i -> all.get(i).edge()))
              .orElse(0);
    }
    String caption = "Filter %d of %s over %s.".formatted(index, bank.path(), sample.name());
    write(
        "sliding.html",
        SlidingPage.of(sight, bank, index, bias(bank, index), sample.values(), caption));
    return Optional.of(Map.of("layer", bank.path(), "filter", index));
  }

  private double bias(FilterBank bank, int index) {
    String path = bank.path() + ".bias";
    boolean there =
        model.parameters().variables().stream()
            .anyMatch(v -> v.path().equals(path) && v.shape().length() == bank.size());
    return there ? model.parameters().tensor(path).get(index) : 0;
  }

  private Map<String, Object> maps(SampleReader.Sample sample) {
    progress.at("feature maps", 0, 1);
    write("maps.png", MapsPage.sheet(sight, sample.values(), wishes.channels()));
    write("maps.html", MapsPage.of(sight, sample.values(), sample.name(), wishes.channels()));
    Map<String, Object> pools = new LinkedHashMap<>();
    MapsPage.kept(sight, sample.values())
        .forEach(
            (layer, f) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("bytes_before", (long) f[0]);
              row.put("bytes_after", (long) f[1]);
              row.put("values_kept", f[2]);
              row.put("energy_kept", f[3]);
              pools.put(layer, row);
            });
    return Map.of("poolings", pools);
  }

  private Map<String, Object> attention(SampleReader.Sample sample) {
    progress.at("attention", 0, 1);
    LookAttention look =
        LookAttention.of(
            sight, model.info().name(), sample.values(), data, wishes.samples(), progress);
    write("attention.png", look.page().sheet());
    write("attention.html", look.page().page(sample.values(), sample.name(), look.rollout()));
    return look.figures();
  }

  private EffectiveField field(String path) {
    return EffectiveField.of(sight.lens(), path, EffectiveField.SAMPLES, seed.child("fields"));
  }

  private Map<String, Object> fields() {
    List<EffectiveField> fields = new ArrayList<>();
    List<Stage> stages = Stage.convolutions(sight.lens(), 2 * STAGES);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Stage stage : stages) {
      EffectiveField f = field(stage.path());
      fields.add(f);
      progress.at("receptive fields", fields.size(), stages.size());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("layer", f.layer());
      row.put("theoretical", f.theoretical().size());
      row.put("stride", f.theoretical().stride());
      row.put("deviation", f.deviations());
      row.put("share", f.share());
      rows.add(row);
    }
    if (!fields.isEmpty()) {
      write("fields.png", FieldsPage.sheet(fields));
      write("fields.html", FieldsPage.of(model.info().name(), fields));
    }
    return Map.of("layers", rows);
  }

  private Map<String, Object> hierarchy() {
    List<Stage> stages = Stage.convolutions(sight.lens(), STAGES);
    int samples = wishes.samples() == 0 ? SAMPLES : wishes.samples();
    Optional<List<Excitation>> found =
        data.map(
            d ->
                Excitation.of(
                    sight,
                    stages,
                    d,
                    samples,
                    PATCHES,
                    (done, total) -> progress.at("patches", done, total)));
    Visualisation how = wishes.ascent();
    HierarchyPage page = new HierarchyPage(model.info().name(), sight, data);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int s = 0; s < stages.size(); s++) {
      Stage stage = stages.get(s);
      Optional<Excitation> patches = found.map(all -> all.get(stages.indexOf(stage)));
      List<Integer> channels = channels(stage, patches);
      List<Target> targets = new ArrayList<>();
      String raised = stage.raised(sight.lens());
      channels.forEach(c -> targets.add(new Target.Channel(raised, c)));
      List<Visualisation.Seen> seen = how.of(sight, targets, seed, ascent(stage.path()));
      page.stage(field(stage.path()), channels, seen, patches);
      seen.forEach(v -> rows.add(row(v)));
    }
    if (sight.lens().output().rank() == 1) {
      List<Target> targets = new ArrayList<>();
      int classes = Math.min(sight.lens().outputs(), Math.max(10, wishes.channels()));
      for (int c = 0; c < classes; c++) {
        targets.add(new Target.Output(c));
      }
      List<Visualisation.Seen> seen = how.of(sight, targets, seed, ascent("classes"));
      page.classes(seen, model.classes());
      seen.forEach(v -> rows.add(row(v)));
    }
    write("hierarchy.png", page.sheet());
    write("hierarchy.html", page.page());
    return Map.of("visualised", rows);
  }

  private dev.loupe.explain.Progress ascent(String what) {
    return (done, total) -> progress.at("ascent: " + what, done, total);
  }

  /// Those that something in the data excites; without data the first.
  private List<Integer> channels(Stage stage, Optional<Excitation> patches) {
    return IntStream.range(0, stage.channels())
        .boxed()
        .filter(c -> patches.map(p -> p.patches().get(c).getFirst().value() > 0).orElse(true))
        .limit(wishes.channels())
        .toList();
  }

  private static Map<String, Object> row(Visualisation.Seen seen) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("target", seen.target().toString());
    row.put("before", seen.before());
    row.put("after", seen.after());
    return row;
  }

  private Map<String, Object> similarity(Dataset dataset) {
    String layer = Embeddings.layer(sight.lens()).path();
    int count = Math.min(Tsne.MOST, wishes.samples() == 0 ? MAPPED : wishes.samples());
    Embeddings embeddings =
        Embeddings.of(
            sight, layer, dataset, count, (done, total) -> progress.at("embeddings", done, total));
    Parallel team = new Parallel(wishes.threads());
    Tensor map =
        Tsne.DEFAULT.map(
            embeddings.values(),
            seed.child("map"),
            team,
            (done, total) -> progress.at("t-SNE", done, total));
    write("similarity.png", SimilarityPage.sheet(sight, map, dataset, SIDE));
    write(
        "similarity.html", SimilarityPage.of(sight, model.info().name(), embeddings, map, dataset));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("layer", embeddings.layer());
    figures.put("samples", embeddings.size());
    if (dataset.target() == dev.loupe.data.Target.CLASS) {
      figures.put("nearest_of_same_class", embeddings.agreement());
    }
    return figures;
  }

  private void write(String name, Image image) {
    Path file = wishes.out().resolve(name);
    PictureFile.write(image, file);
    files.add(file.toString());
  }

  private void write(String name, HtmlPage page) {
    Path file = wishes.out().resolve(name);
    page.write(file);
    files.add(file.toString());
  }
}
