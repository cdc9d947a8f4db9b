module.exports = require("../rule.js")(12);
