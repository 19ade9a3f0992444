package dev.lockstep.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of an entry, ACLs among them, as the system hands them out: names with
 * their namespace, one character for each byte, and values as bytes. Immutable. Two are equal that
 * hold the same attributes, whatever spaces they speak of.
 */
public final class ExtendedAttributes {
  /** Nobody has looked, or there is no way to look; what an entry has is to be left alone. */
  public static final ExtendedAttributes UNKNOWN =
      new ExtendedAttributes(false, Set.of(), new TreeMap<>());

  /** There are none. */
  public static final ExtendedAttributes NONE =
      new ExtendedAttributes(true, EnumSet.allOf(AttributeSpace.class), new TreeMap<>());

  private final boolean isKnown;
  private final Set<AttributeSpace> spaces;
  private final SortedMap<String, byte[]> values;

  private ExtendedAttributes(
      boolean isKnown, Set<AttributeSpace> spaces, SortedMap<String, byte[]> values) {
    this.isKnown = isKnown;
    this.spaces = spaces;
    this.values = values;
  }

  /** The attributes with these values, which are not copied and must not change any more. */
  public static ExtendedAttributes of(Map<String, byte[]> values) {
    return values.isEmpty()
        ? NONE
        : new ExtendedAttributes(true, NONE.spaces, new TreeMap<>(values));
  }

  /** Whether this says anything. */
  public boolean isKnown() {
    return isKnown;
  }

  /** The spaces that this speaks of: in others an entry may have attributes or not. */
  public Set<AttributeSpace> spaces() {
    return Collections.unmodifiableSet(spaces);
  }

  /** The names, in order. */
  public Set<String> names() {
    return values.keySet();
  }

  /** A copy of an attribute's value; null if there is none of this name. */
  public byte @Nullable [] value(String name) {
    byte[] value = values.get(name);
    return value == null ? null : value.clone();
  }

  /** Those of these spaces; of others this says nothing then. */
  public ExtendedAttributes only(Set<AttributeSpace> wanted) {
    if (!isKnown || wanted.containsAll(spaces)) {
      return this;
    }
    Set<AttributeSpace> both = EnumSet.noneOf(AttributeSpace.class);
    both.addAll(spaces);
    both.retainAll(wanted);
    if (values.isEmpty()) {
      return new ExtendedAttributes(true, both, values);
    }
    SortedMap<String, byte[]> some = new TreeMap<>(values);
    some.keySet().removeIf(name -> AttributeSpace.of(name).filter(both::contains).isEmpty());
    return new ExtendedAttributes(true, both, some);
  }

  /** These and those others whose names are not among these. */
  public ExtendedAttributes and(ExtendedAttributes others) {
    Set<AttributeSpace> both = EnumSet.noneOf(AttributeSpace.class);
    both.addAll(spaces);
    both.addAll(others.spaces);
    SortedMap<String, byte[]> all = new TreeMap<>(others.values);
    all.putAll(values);
    return new ExtendedAttributes(true, both, all);
  }

  /** Whether there is an attribute of this name and value. */
  public boolean has(String name, byte[] value) {
    return Arrays.equals(values.get(name), value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof ExtendedAttributes attributes)
        || isKnown != attributes.isKnown
        || values.size() != attributes.values.size()) {
      return false;
    }
    Iterator<Map.Entry<String, byte[]>> theirs = attributes.values.entrySet().iterator();
    for (Map.Entry<String, byte[]> mine : values.entrySet()) {
      Map.Entry<String, byte[]> its = theirs.next();
      if (!mine.getKey().equals(its.getKey()) || !Arrays.equals(mine.getValue(), its.getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Map.Entry<String, byte[]> each : values.entrySet()) {
      hash = 31 * hash + each.getKey().hashCode() + Arrays.hashCode(each.getValue());
    }
    return hash;
  }

  @Override
  public String toString() {
    return isKnown ? values.keySet().toString() : "unknown";
  }
}
