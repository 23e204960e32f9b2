package metricflow.event;

/** Event names with a meaning of their own. All other names belong to the customer. */
public final class EventNames {
  /** A page was shown. */
  public static final String PAGE_VIEW = "page_view";

  /** A button, link or marked element was clicked. */
  public static final String CLICK = "click";

  /** A form was submitted; its values are never sent. */
  public static final String FORM_SUBMIT = "form_submit";

  /** Ties {@code anonymous_id} to the user in {@code distinct_id}. */
  public static final String IDENTIFY = "$identify";

  /** Ties a second user id, {@code anonymous_id}, to the user in {@code distinct_id}. */
  public static final String ALIAS = "$alias";

  private EventNames() {}
}
