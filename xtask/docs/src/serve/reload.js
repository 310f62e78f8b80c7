// Reloads the page when the site is another one: waits for a script, as the pages' policy lets nothing be fetched.
{
  const { site } = document.currentScript.dataset;
  const wait = () => {
    const script = document.createElement('script');
    script.src = site;
    script.onload = () => {
      script.remove();
      wait();
    };
    // The server is gone: it may come back.
    script.onerror = () => {
      script.remove();
      setTimeout(wait, 1000);
    };
    document.head.append(script);
  };
  addEventListener('load', wait);
}
