// What the tests of clients ask of a page, and what some clients do to one. Loaded by clients.py; `clients.NAME()` in the page.
window.clients = (() => {
  // --- colours -----------------------------------------------------------------------------------------------------
  const parse = (text) => {
    const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const linear = (channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
  const gamma = (channel) => (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055);
  const WHITE = [0.95047, 1, 1.08883];
  const EPSILON = 216 / 24389, KAPPA = 24389 / 27;

  const toLab = (rgb) => {
    const [r, g, b] = rgb.map((channel) => linear(channel / 255));
    const xyz = [
      0.4124564 * r + 0.3575761 * g + 0.1804375 * b,
      0.2126729 * r + 0.7151522 * g + 0.072175 * b,
      0.0193339 * r + 0.119192 * g + 0.9503041 * b,
    ];
    const [x, y, z] = xyz.map((value, i) => value / WHITE[i]).map((t) => (t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116));
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const fromLab = ([lightness, a, b]) => {
    const y = (lightness + 16) / 116;
    const [X, Y, Z] = [y + a / 500, y, y - b / 200]
      .map((t) => (t ** 3 > EPSILON ? t ** 3 : (116 * t - 16) / KAPPA))
      .map((value, i) => value * WHITE[i]);
    return [
      3.2404542 * X - 1.5371385 * Y - 0.4985314 * Z,
      -0.969266 * X + 1.8760108 * Y + 0.041556 * Z,
      0.0556434 * X - 0.2040259 * Y + 1.0572252 * Z,
    ].map((channel) => Math.round(255 * gamma(Math.min(1, Math.max(0, channel)))));
  };

  // Partial: what is light behind the words becomes dark, what is dark in front of it becomes light, and both lose some of their colour.
  const partial = (isBackground) => ([lightness, a, b]) => {
    const turns = isBackground ? lightness >= 50 : lightness < 50;
    return turns ? [50 - (lightness - 50) * 0.75, a * 0.8, b * 0.8] : [lightness, a, b];
  };
  // Full: every colour changes sides, above the lightness of #333333, which is the darkest that is left.
  const DARKEST = 21.247;
  const full = () => ([lightness, a, b]) => [(100 - lightness) * ((100 - DARKEST) / 100) + DARKEST, a, b];

  const FOREGROUND = ["color", "border-top-color", "border-right-color", "border-bottom-color", "border-left-color"];

  // Repaint every element as a client does that knows nothing of our own dark colours.
  const invert = (algorithm) => {
    const change = { partial, full }[algorithm];
    const turned = (text, isBackground) => {
      const { rgb, alpha } = parse(text);
      return `rgba(${fromLab(change(isBackground)(toLab(rgb))).join(",")},${alpha})`;
    };
    const repainted = [];
    for (const element of document.querySelectorAll("body, body *")) {
      const style = getComputedStyle(element);
      for (const property of FOREGROUND) repainted.push([element, property, turned(style.getPropertyValue(property), false)]);
      const ground = style.backgroundColor;
      if (parse(ground).alpha > 0) repainted.push([element, "background-color", turned(ground, true)]);
    }
    repainted.push([document.documentElement, "background-color", turned("rgb(255,255,255)", true)]);
    for (const [element, property, colour] of repainted) {
      element.removeAttribute("bgcolor");
      element.style.setProperty(property, colour, "important");
    }
  };

  // Outlook on the web and on phones marks what it has repainted; here nothing is repainted but by rules for that mark.
  const mark = () => {
    document.body.setAttribute("data-ogsc", "");
    document.body.setAttribute("data-ogsb", "");
  };

  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((channel) => linear(channel / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = ({ rgb, alpha }, under) => rgb.map((channel, i) => channel * alpha + under[i] * (1 - alpha));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(parse(getComputedStyle(at).backgroundColor));
    return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const contrast = (element) => {
    const behind = ground(element);
    const shades = [luminance(over(parse(getComputedStyle(element).color), behind)), luminance(behind)];
    return (Math.max(...shades) + 0.05) / (Math.min(...shades) + 0.05);
  };

  // --- what is shown -----------------------------------------------------------------------------------------------
  const isShown = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      if (getComputedStyle(at).overflowY === "hidden" && at.clientHeight < 2) return false;
    }
    return true;
  };
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && !["STYLE", "SCRIPT"].includes(node.parentElement.tagName) && isShown(node.parentElement)) found.push(node);
    }
    return found;
  };
  const rectsOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0);
  };
  const images = () => [...document.images].filter((image) => isShown(image));
  const linksShown = () => [...document.links].filter((link) => isShown(link));
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);

  // Every word a reader sees, in order.
  const words = () => texts().flatMap((node) => node.data.trim().split(/\s+/));

  // Lines of text and pictures, none of which may lie on another; a line is as high as its letters, not as its leading.
  const overlaps = () => {
    const boxes = [];
    for (const node of texts()) {
      const letters = 0.35 * parseFloat(getComputedStyle(node.parentElement).fontSize);
      for (const rect of rectsOf(node)) {
        const middle = (rect.top + rect.bottom) / 2;
        boxes.push({ name: short(node.data), left: rect.left, right: rect.right, top: middle - letters, bottom: middle + letters });
      }
    }
    for (const image of images()) {
      const { left, right, top, bottom } = image.getBoundingClientRect();
      boxes.push({ name: `picture: ${image.alt}`, left, right, top, bottom });
    }
    const found = [];
    boxes.forEach((one, i) => {
      for (const other of boxes.slice(i + 1)) {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 1.5 && high > 1.5) found.push(`“${one.name}” and “${other.name}”`);
      }
    });
    return [...new Set(found)];
  };

  // Words in a column too narrow to be read: three or more of them in less than a third of a phone.
  const squashed = () =>
    [...document.querySelectorAll("p, h1, h2, h3, h4, li, blockquote")]
      .filter((block) => isShown(block) && block.textContent.trim().split(/\s+/).length > 2 && block.clientWidth < 120)
      .map((block) => `${short(block.textContent)}: ${block.clientWidth} wide`);

  // What reaches over either side of the window; nothing may, whether or not it can be scrolled to.
  const overTheSides = () => {
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} wide, in ${width}`);
    const look = (name, rect) => {
      if (rect.left < -0.5 || rect.right > width + 0.5) found.push(`${name}: ${Math.round(rect.left)} to ${Math.round(rect.right)}, in ${width}`);
    };
    for (const node of texts()) rectsOf(node).forEach((rect) => look(short(node.data), rect));
    for (const image of images()) look(`picture: ${short(image.alt)}`, image.getBoundingClientRect());
    return found;
  };

  // --- links under a thumb -----------------------------------------------------------------------------------------
  const painted = (element) => {
    const style = getComputedStyle(element);
    const framed = parseFloat(style.borderTopWidth) > 0 && parseFloat(style.borderBottomWidth) > 0;
    return parse(style.backgroundColor).alpha > 0 || framed;
  };
  const isButton = (link) => {
    const style = getComputedStyle(link);
    const roomy = ["block", "inline-block"].includes(style.display) && parseFloat(style.paddingTop) > 0;
    const cell = link.closest("td");
    return roomy && (painted(link) || (cell !== null && cell.textContent.trim() === link.textContent.trim() && cell.hasAttribute("bgcolor")));
  };
  const buttons = () =>
    linksShown().filter(isButton).map((link) => ({ name: short(link.textContent), height: link.getBoundingClientRect().height }));

  const blockOf = (element) => {
    let at = element.parentElement;
    while (getComputedStyle(at).display.startsWith("inline")) at = at.parentElement;
    return at;
  };
  // WCAG 2.5.8: 24 by 24, or nothing else within a circle of 24 around the middle, or in a sentence.
  const TARGET = 24;
  const isInSentence = (link) => {
    const block = blockOf(link);
    const others = [...block.querySelectorAll("a")].reduce((text, a) => text.replace(a.textContent, ""), block.textContent);
    return /\p{L}{2}/u.test(others);
  };
  const smallTargets = () => {
    const targets = linksShown().map((link) => {
      const rect = link.getBoundingClientRect();
      const line = getComputedStyle(link).display === "inline" ? parseFloat(getComputedStyle(link).lineHeight) || 0 : 0;
      const tall = Math.max(rect.height, line);
      const middle = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
      return { link, rect, middle, isSmall: tall < TARGET || rect.width < TARGET };
    });
    const reaches = ([x, y], { left, right, top, bottom }) =>
      Math.hypot(x - Math.min(right, Math.max(left, x)), y - Math.min(bottom, Math.max(top, y))) < TARGET / 2;
    const isCrowded = (one) =>
      targets.some((other) => {
        if (other === one || other.link.href === one.link.href) return false;
        if (reaches(one.middle, other.rect)) return true;
        return other.isSmall && Math.hypot(one.middle[0] - other.middle[0], one.middle[1] - other.middle[1]) < TARGET;
      });
    return targets
      .filter((one) => one.isSmall && !isInSentence(one.link) && isCrowded(one))
      .map(({ link, rect }) => `“${short(link.textContent)}”: ${Math.round(rect.width)} by ${Math.round(rect.height)}`);
  };

  // --- pictures that do not come -----------------------------------------------------------------------------------
  // The words in a picture's place: whether they have room in its box, and how they stand out from what lies behind them.
  const altTexts = () => Promise.all(images().filter((image) => image.alt).map(altText));
  const altText = async (image) => {
    const style = getComputedStyle(image);
    const [width, room] = [image.clientWidth, image.clientHeight];
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    const needs = await heightOfAlt(image, width);
    const fits = needs <= room + 1 && widestWord(image.alt, style.font) <= width + 1;
    return { alt: image.alt, needs, room, fits, contrast: contrast(image), least: isLarge ? 3 : 4.5 };
  };
  // How high the picture's box would be, had its words alone to say so.
  const heightOfAlt = async (image, width) => {
    const free = image.cloneNode();
    free.removeAttribute("height");
    for (const [property, value] of [["display", "block"], ["position", "absolute"], ["visibility", "hidden"], ["width", `${width}px`], ["height", "auto"], ["aspect-ratio", "auto"]]) {
      free.style.setProperty(property, value, "important");
    }
    image.after(free);
    await free.decode().catch(() => {});
    const height = free.clientHeight;
    free.remove();
    return height;
  };
  const widestWord = (text, font) => {
    const probe = document.createElement("span");
    probe.style.cssText = "position:absolute;visibility:hidden;white-space:nowrap";
    probe.style.font = font;
    document.body.append(probe);
    const widths = text.split(/\s+/).map((word) => ((probe.textContent = word), probe.offsetWidth));
    probe.remove();
    return Math.max(...widths);
  };
  // Links of which nothing is left to see.
  const lostLinks = () => {
    const seen = new Set(texts().filter((node) => rectsOf(node).length).map((node) => node.parentElement.closest("a")));
    for (const image of images()) if (image.alt) seen.add(image.closest("a"));
    return linksShown().filter((link) => !seen.has(link)).map((link) => link.href);
  };

  // --- Outlook for Windows -----------------------------------------------------------------------------------------
  const UNKNOWN_TO_WORD = [
    "border-radius", "box-shadow", "background-image", "background-size", "opacity", "position", "float", "object-fit", "min-width",
    "min-height", "max-height", "overflow", "transform", "text-shadow", "aspect-ratio",
  ];
  const IS_TABLE = /^(TABLE|TD|TH)$/;
  // Take away what Word's engine knows nothing of, and hide what is hidden from it alone.
  const deafen = () => {
    for (const sheet of document.styleSheets) {
      if (sheet.media.length) sheet.disabled = true;
      for (let i = sheet.cssRules.length - 1; i >= 0; i--) if (sheet.cssRules[i] instanceof CSSMediaRule) sheet.deleteRule(i);
    }
    for (const element of document.querySelectorAll("body [style]")) {
      const { style, tagName } = element;
      const written = element.getAttribute("style");
      for (const property of UNKNOWN_TO_WORD) style.removeProperty(property);
      if (tagName !== "TABLE") style.removeProperty("max-width");
      if (!IS_TABLE.test(tagName)) for (const property of ["padding", "width", "height"]) style.removeProperty(property);
      if (/^(inline-block|flex|inline-flex|grid|inline-table)$/.test(style.display)) style.removeProperty("display");
      const padding = /mso-padding-alt:\s*([^;]+)/.exec(written);
      if (padding && IS_TABLE.test(tagName)) style.padding = padding[1];
      if (/mso-hide:\s*all/.test(written)) style.setProperty("display", "none", "important");
    }
  };
  // Tables, cells and pictures whose stated widths cannot all be true.
  const stated = (element) => {
    const value = element.getAttribute("width") || (element.style.width.endsWith("px") ? element.style.width : "");
    return /^\d+(px)?$/.test(value) ? parseInt(value) : null;
  };
  const inner = (element) => {
    const style = getComputedStyle(element);
    return element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  };
  const falseWidths = (container) => {
    const found = [];
    for (const table of document.querySelectorAll("table")) {
      const room = inner(table.parentElement);
      const own = stated(table);
      if (own !== null && own > room + 1) found.push(`a table of ${own} stands in ${room}`);
      if (table.getBoundingClientRect().width > container + 1) found.push(`a table is ${table.getBoundingClientRect().width} wide`);
      for (const row of table.rows) {
        const widths = [...row.cells].map(stated);
        const sum = widths.reduce((total, width) => total + (width ?? 0), 0);
        const whole = own ?? room;
        const isWhole = widths.length > 0 && widths.every((width) => width !== null);
        if (isWhole ? Math.abs(sum - whole) > 1 : sum > whole) found.push(`cells of ${widths.join(" + ")} stand in a table of ${whole}`);
      }
    }
    for (const image of images()) {
      const width = image.getAttribute("width") ?? "", height = image.getAttribute("height") ?? "auto";
      if (!/^[1-9]\d*$/.test(width)) found.push(`a picture's width is "${width}": ${image.alt}`);
      if (!/^([1-9]\d*|auto)$/.test(height)) found.push(`a picture's height is "${height}": ${image.alt}`);
      let cell = image.closest("td[width], td[style*=width], table[width], table[style*=width]");
      while (cell && stated(cell) === null) cell = cell.parentElement.closest("td, table");
      if (cell && parseInt(width) > stated(cell)) found.push(`a picture of ${width} stands in ${stated(cell)}: ${image.alt}`);
    }
    return [...new Set(found)];
  };
  // How far the email reaches: its words and pictures, from the leftmost to the rightmost.
  const reach = () => {
    const rects = [...texts().flatMap(rectsOf), ...images().map((image) => image.getBoundingClientRect())];
    return Math.max(...rects.map((rect) => rect.right)) - Math.min(...rects.map((rect) => rect.left));
  };

  return { invert, mark, words, overlaps, squashed, overTheSides, buttons, smallTargets, altTexts, lostLinks, deafen, falseWidths, reach, contrast };
})();
