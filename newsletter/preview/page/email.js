// The email in its frame: written in whole, keeping the place of reading, in the colours a reader would have.
// It runs no script of its own (the frame's sandbox and policy see to that); this page reaches in from outside.

const PREFERS = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi;
// The address of one of the project's pictures. A browser keeps those it has for as long as it keeps the document.
const PICTURE = /(?<=(?:\b(?:src|background)=|\burl\()["']?)\/?images\/[^"'?#\s)>]+/gi;

export class EmailFrame {
  #frame;
  #onKey;
  #html = "";
  #scheme = "light";
  #amended = false; // whether this document's own colour conditions were rewritten
  #written = null; // the document that we wrote last
  #isNew = true; // whether to begin at the top
  #aim = { left: 0, top: 0 }; // where we last scrolled to
  #reached = 0; // and how far down the email then let us

  constructor(frame, onKey) {
    this.#frame = frame;
    this.#onKey = onKey;
    frame.addEventListener("load", () => this.#settle());
  }

  /** Shows `html` where the reader was, or from its top; `pictures` is a number that is new when the project's pictures may be. */
  show(html, { pictures = 0, fromTop = false } = {}) {
    this.#html = html.replace(PICTURE, `$&?${pictures}`);
    this.#isNew = fromTop;
    if (this.#isReady()) this.#write();
  }

  /** Whether the reader's colours are light or dark. */
  async setScheme(scheme) {
    this.#scheme = scheme;
    this.#frame.dataset.scheme = scheme; // the style sheet gives the frame this color-scheme, and the email's media queries follow
    await twoFrames();
    if (this.#html && this.#isReady() && (this.#amended || !this.#follows())) this.#write();
  }

  setPhone(isPhone) {
    this.#frame.classList.toggle("phone", isPhone);
    if (this.#isReady()) this.#dressScrollbar();
  }

  get #document() {
    return this.#frame.contentDocument;
  }

  // Only the document at /frame carries the policy that an email is shown under; the blank one before it does not.
  #isReady() {
    return this.#document && (this.#document === this.#written || isEmptyFrame(this.#document));
  }

  #settle() {
    if (!this.#document) this.#frame.src = "/frame"; // something that is not ours got into the frame
    else if (this.#document !== this.#written) this.#html && this.#write();
    else this.#scrollTo(this.#place()); // pictures without a stated height have come in and moved the text
  }

  #write() {
    const doc = this.#document;
    const place = this.#isNew ? { left: 0, top: 0 } : this.#place();
    this.#isNew = false;
    this.#written = doc;
    doc.open();
    doc.write(this.#html);
    doc.close();
    this.#dress(doc);
    this.#amended = !this.#follows();
    if (this.#amended) this.#amend(doc);
    this.#scrollTo(place);
  }

  // Where the reader is; or, while they have not moved, where they are to be once the pictures make the email long enough again.
  #place() {
    const { scrollX: left, scrollY: top } = this.#frame.contentWindow;
    return top === this.#reached ? this.#aim : { left, top };
  }

  #scrollTo(place) {
    this.#frame.contentWindow.scrollTo({ ...place, behavior: "instant" });
    this.#aim = place;
    this.#reached = this.#frame.contentWindow.scrollY;
  }

  // What only the preview needs: links open beside it, keys work from inside, and it alone keeps the reader's place.
  #dress(doc) {
    doc.head.prepend(Object.assign(doc.createElement("base"), { target: "_blank" }));
    for (const link of doc.links) {
      const isWithin = link.getAttribute("href").startsWith("#");
      Object.assign(link, { target: isWithin ? "_self" : "_blank", rel: "noopener noreferrer" });
    }
    doc.addEventListener("keydown", this.#onKey);
    doc.documentElement.style.overflowAnchor = "none";
    this.#dressScrollbar();
  }

  // A phone's scrollbar lies over the text and takes no width.
  #dressScrollbar() {
    this.#document.documentElement.style.scrollbarWidth = this.#frame.classList.contains("phone") ? "none" : "";
  }

  #follows() {
    return this.#frame.contentWindow.matchMedia("(prefers-color-scheme: dark)").matches === (this.#scheme === "dark");
  }

  // For a browser in which a frame does not take over the color-scheme of its element: its conditions are answered in its place.
  #amend(doc) {
    const answer = (condition) =>
      condition.replace(PREFERS, (_, scheme) => (scheme.toLowerCase() === this.#scheme ? "(min-width: 0px)" : "(max-width: 0px)"));
    const amendRules = (rules) => {
      for (const rule of rules) {
        if (rule.media) rule.media.mediaText = answer(rule.media.mediaText);
        if (rule.cssRules) amendRules(rule.cssRules);
      }
    };
    for (const sheet of doc.styleSheets) {
      sheet.media.mediaText = answer(sheet.media.mediaText);
      amendRules(sheet.cssRules);
    }
    for (const source of doc.querySelectorAll("source[media]")) source.media = answer(source.media);
  }
}

const isEmptyFrame = (doc) => doc.readyState === "complete" && "empty" in doc.documentElement.dataset;
const twoFrames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
