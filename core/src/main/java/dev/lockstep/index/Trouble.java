package dev.lockstep.index;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Why a store cannot be used any more.
 *
 * @param sentence for a person
 * @param isDamage whether its file is of no use either, so that it begins anew
 */
record Trouble(String sentence, boolean isDamage) {
  private static final Trouble DAMAGE =
      new Trouble(
          "The index cannot be used (it is damaged) and begins anew with the next run.", true);

  static Trouble of(Throwable why) {
    boolean isUnwritten =
        why instanceof MVStoreException failure
            && failure.getErrorCode() == DataUtils.ERROR_WRITING_FAILED;
    return isUnwritten ? unwritten(why.getCause()) : DAMAGE;
  }

  /** What a full disk has not taken is cut off when the file is opened again. */
  private static Trouble unwritten(@Nullable Throwable cause) {
    String reason = cause == null ? "" : " (" + cause.getMessage() + ")";
    return new Trouble(
        "The index cannot be written%s, so what was proven in this run is proven again by the next."
            .formatted(reason),
        false);
  }
}
