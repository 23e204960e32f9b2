import { boot } from "./index";

boot(window, document.currentScript as HTMLScriptElement | null);
