package dev.loupe.train;

import dev.loupe.tensor.LoupeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a training is, with all that it needs beside its tensors to go on: kept in its checkpoint.
///
/// @param model its name, classes, preprocessing and settings; the evaluation of the last epoch
/// @param validation the hash of the validation data, where there is some
/// @param epoch the epoch it is in, 1 for the first; one more than planned when all are done
/// @param batches how many batches of that epoch are done
/// @param step how many steps are done in all: keys random masks, corrects Adam's averages, and
///     says where the schedule is
/// @param lossSum the loss of each sample of the epoch so far, added up
/// @param score how well each sample of the epoch so far was answered, added up: see [Task#running]
/// @param epochSeconds how long the epoch has taken so far
/// @param best the figure of the best epoch so far on validation data, see [Task#choice]; NaN for
///     none
/// @param history the epochs that are done
public record TrainingState(
    ModelInfo model,
    Optional<String> validation,
    int epoch,
    int batches,
    long step,
    double lossSum,
    double score,
    double epochSeconds,
    double best,
    List<EpochResult> history) {
  /// Copies the list.
  public TrainingState {
    history = List.copyOf(history);
  }

  /// The settings of the training.
  ///
  /// @throws LoupeException if the model does not tell them
  public Provenance settings() {
    return model
        .provenance()
        .orElseThrow(() -> LoupeException.of("the model does not tell how it was made"));
  }

  /// What may not differ when a training goes on, by name.
  Map<String, String> recipe() {
    Provenance p = settings();
    Preprocessing first = model.preprocessing();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Loupe", p.machine().loupe());
    all.put("model", model.name());
    all.put("task", model.task().toString());
    all.put("seed", String.valueOf(p.seed()));
    all.put("epochs", String.valueOf(p.plannedEpochs()));
    all.put("batch", String.valueOf(p.batch()));
    all.put("learning rate", String.valueOf(p.rate()));
    all.put("schedule", p.schedule());
    all.put("optimiser", p.optimiser());
    all.put("loss", p.loss());
    all.put("variations", p.augmentation().toString());
    all.put("frozen", p.frozen().toString());
    all.put("other settings", p.more().toString());
    all.put("mean", first.mean().toString());
    all.put("deviation", first.deviation().toString());
    all.put("pictures", first.pictures().map(Record::toString).orElse("none"));
    all.put("training data", p.data().hash());
    all.put("test data", p.test().hash());
    all.put("validation data", validation.orElse("none"));
    return all;
  }
}
