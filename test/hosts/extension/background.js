/** Only there so that the browser says where the extension is. */
self.skipWaiting();
